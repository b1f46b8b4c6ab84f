/**
 * The rules that read requests about the user's own accounts: remove, rename, set default, switch.
 *
 * Long because every way of saying which account is meant is read by the same few lines.
 */
import type { Reading } from '../../../machines/readings.ts'
import { nameKey, showName } from '../../providers/account-name.ts'
import { meansEveryAccount } from './accounts.ts'
import { NAMED, takeNameBefore, takeNames } from './names.ts'
import { asTyped, bare, isLittle, isNoun, speaksOfAccount, withoutService } from './words.ts'
import type { NamedService, OwnAccount, RuleFacts } from './words.ts'

const REMOVE =
  /^(?:remove|delete|disconnect|unlink|forget|revoke|detach|drop|erase|get rid of|stop using|log ?(?:me )?out(?: of| from)?|sign (?:me )?out(?: of| from)?)\b/
const SWITCH =
  /^(?:from now on,? )?(?:(?:only|just) )?(?:use(?: only| just)?|switch(?: over| back)? to|(?:go )?back to|change to|go with|take|continue with|work with)\b/
/** "Switch accounts", "change my GitHub account": to another one, and which is asked. */
const SWITCH_WHICH = /^(?:switch|swap|change)(?: my| the| between(?: my| the)?)?(?: [\w-]+){0,3} accounts?$/
/** What may end a request without changing it. */
const FOR_NOW =
  / (?:from now on|for (?:this|the) (?:chat|conversation|session|one)|in this (?:chat|conversation)|for (?:this|now|today)|instead)$/
const BOTH = /^ (both|all)(?: of them)?$/
const RENAME = [
  /^(?:rename|relabel|call|label|name)\b (.+?) (?:to|as|into|=|:) ?["'“]?([^"'”]{0,200}?)["'”]?$/,
  /^(?:change|set|edit) the (?:name|label|nickname) of (.+?) (?:to|as|into) ["'“]?([^"'”]{1,200}?)["'”]?$/,
  /^give (.+?) the (?:name|label|nickname) ["'“]?([^"'”]{1,200}?)["'”]?$/,
  /^(?:call|label|name)\b (.+? account) ["'“]?([^"'”]{1,200}?)["'”]?$/,
]
/** Takes the label off: "remove the label of ranaroussi". */
const UNLABEL =
  /^(?:remove|delete|clear|drop|take off) (?:the )?(?:label|nickname|name)(?: \S+)? (?:of|from|off) (.+)$/
const CALL =
  /^(?:rename|relabel|call|label|name|(?:change|set|edit) the (?:name|label|nickname) of|give(?= .* the (?:name|label|nickname) )) (.+)$/
const DEFAULT = [
  /^(?:make|set|use) (.+?) (?:as |to be |to )?(?:my |the |a )?(?:new )?(?:default|by default)\b(.*)$/,
  /^(?:set|change|make) (?:my |the )?(?:new )?default ?(.*)$/,
  /^(?:from now on,? )?(?:always use|default to) (.+)$/,
  /^(?:i(?:'d like| want| need)? )?(.+?) (?:should|is to|to) be (?:my |the )(?:new )?default(?: one)?$/,
]

/** Reads a request about an account; nothing for any other message. */
export async function readManagement(
  words: string,
  service: string | null,
  facts: RuleFacts,
): Promise<Reading | undefined> {
  if (words.length > 200) return undefined
  const plain = bare(words).replace(FOR_NOW, '')
  const unlabelled = UNLABEL.exec(plain)?.[1]
  if (unlabelled !== undefined) {
    const object = readObject(unlabelled, service, await facts.accounts(), facts)
    if (object !== undefined) return { kind: 'rename', ...meantBy(object), label: null }
  }
  const isRename = CALL.test(plain)
  const fallback = DEFAULT.map((rule) => rule.exec(plain)).find((match) => match !== null)
  const isSwitch = SWITCH_WHICH.test(plain)
  const verb = REMOVE.exec(plain) ?? SWITCH.exec(plain) ?? (isSwitch ? /^\w+(?: between)?/.exec(plain) : null)
  if (!isRename && fallback === undefined && verb === null) return undefined
  const own = await facts.accounts()
  if (isRename) return readRename(bare(words), service, own, facts)
  // "Use both from now on" can hardly be about anything else; "use both" can.
  const lasts = FOR_NOW.test(bare(words)) || plain.startsWith('from now on')
  const rest = plain.slice(verb?.[0].length ?? 0)
  const said = lasts ? rest.replace(BOTH, ' $1 accounts') : rest
  const phrase =
    fallback === undefined ? said : [fallback[1], fallback[2]].map((part) => part ?? '').join(' ')
  const object = readObject(phrase, service, own, facts)
  if (object === undefined) return undefined
  const { accounts } = object
  if (fallback !== undefined) return { kind: 'default', ...meantBy(object) }
  if (!REMOVE.test(plain))
    return accounts === null && !isSwitch ? undefined : { kind: 'switch', ...meantBy(object) }
  // "Delete the key" may be about any key; "delete my key" is about one of ours.
  const isSure = service !== null || accounts !== null || /\b(?:my|our)\b/.test(phrase)
  return isSure ? { kind: 'remove', ...meantBy(object) } : undefined
}

/** The accounts an object phrase means, for a reading. */
const meantBy = ({ accounts, place, oneOf }: ObjectPhrase) => ({
  service: place,
  accounts,
  ...(oneOf === true ? { oneOf } : {}),
})

/** "Rename X to Y"; also "call X Y", where X is an account's name. */
function readRename(
  words: string,
  service: string | null,
  own: readonly OwnAccount[],
  facts: RuleFacts,
): Reading | undefined {
  const match = RENAME.map((rule) => rule.exec(words)).find((found) => found !== null) ?? null
  const phrase = (match?.[1] ?? '').replaceAll(/["'“”]/g, '')
  const object = match === null ? undefined : readObject(phrase, service, own, facts)
  if (object !== undefined) {
    return { kind: 'rename', ...meantBy(object), ...labelled(match?.[2]?.trim() ?? '', facts) }
  }
  const said = CALL.exec(words)?.[1] ?? ''
  const named = takeNameBefore(said, own, facts.typed)
  const called = named?.rest.replaceAll(/["'“”]/g, '').trim() ?? ''
  const isQuoted = /["“][^"”]+["”]$/.test(said)
  if (named === undefined || called === '' || (called.includes(' ') && !isQuoted)) return undefined
  const meant = meantBy({ ...named, place: placeOf(named.accounts, own) ?? null })
  return { kind: 'rename', ...meant, ...labelled(called, facts) }
}

/** The new name; where there is none that can be shown, that is what is asked for. */
function labelled(called: string, { typed }: RuleFacts): { label: string | null; unfinished?: true } {
  const label = showName(asTyped(called, typed))
  return label === '' ? { label: null, unfinished: true } : { label }
}

/** The one service that all of these accounts are of. */
function placeOf(ids: readonly string[], own: readonly OwnAccount[]): string | undefined {
  const [place, another] = new Set(own.filter(({ id }) => ids.includes(id)).map((account) => account.service))
  return another === undefined ? place : undefined
}

/** An object phrase: the accounts it names, of which service, and whether only one of them is meant. */
interface ObjectPhrase {
  readonly accounts: string[] | null
  readonly place: string | null
  readonly oneOf?: boolean
}

/** The account that an object phrase means: only account words, service words, and names may stand in it. */
function readObject(
  phrase: string,
  service: string | null,
  all: readonly OwnAccount[],
  { services, typed }: RuleFacts,
): ObjectPhrase | undefined {
  const own = service === null ? all : all.filter((account) => account.service === service)
  const every = readEvery(phrase, service ?? onlyPlace(all, services), all)
  const calledSo = takeNames(phrase, own, typed).accounts
  // "Remove all", where one is called "all": which of them is asked.
  if (every !== undefined) return calledSo.length === 0 ? every : { ...every, oneOf: true }
  const other = readOther(phrase, own, services, service)
  if (other !== undefined) return other
  const { accounts: named, oneOf, rest } = takeNames(phrase, nameable(own, services), typed)
  const unknown = withoutService(rest.replaceAll(NAMED, ' '), services, service)
    .split(/[\s"'(),:]+/)
    .filter((word) => word !== '' && !isNoun(word) && !isLittle(word))
  if (named.length > 0) {
    // Of several services, each with an account of that name: which one is asked.
    return unknown.length > 0 ? undefined : { accounts: named, place: placeOf(named, own) ?? null, oneOf }
  }
  // "my bob account": an account is meant, but none of this user's; who else has it is not said.
  if (unknown.length === 1 && /\baccount\b/.test(phrase))
    return { accounts: [], place: service ?? onlyPlace(all, services) }
  if (unknown.length > 0 || (service === null && !speaksOfAccount(phrase))) return undefined
  return { accounts: null, place: service ?? onlyPlace(all, services) }
}

/** What the service is called names none of its accounts: "my Brave account" may be any of them. */
function nameable(own: readonly OwnAccount[], services: readonly NamedService[]): OwnAccount[] {
  const isService = (name: string): boolean => {
    const key = nameKey(name)
    return services.some(({ words }) => words.includes(key))
  }
  return own.map((account) => ({
    ...account,
    name: isService(account.name) ? '' : account.name,
    label: account.label !== null && isService(account.label) ? null : account.label,
  }))
}

/** "Both accounts", "all my GitHub accounts": all that the user has of one service. */
function readEvery(
  phrase: string,
  place: string | null,
  all: readonly OwnAccount[],
): { accounts: string[]; place: string | null } | undefined {
  const ids = all.filter((account) => account.service === place).map(({ id }) => id)
  return ids.length > 1 && meansEveryAccount(phrase.trim(), ids.length) ? { accounts: ids, place } : undefined
}

/** "The other one", of two: not the one that is used so far. */
function readOther(
  phrase: string,
  own: readonly OwnAccount[],
  services: readonly NamedService[],
  service: string | null,
): { accounts: string[]; place: string | null } | undefined {
  const rest = withoutService(phrase, services, service)
  if (!/^(?:to |with )?(?:the|my) other(?: one| accounts?)?$/.test(rest)) return undefined
  const [one, two, three] = own
  if (one === undefined || two === undefined || three !== undefined || one.service !== two.service)
    return undefined
  const other = one.isUsed === two.isUsed ? undefined : one.isUsed ? two : one
  return other && { accounts: [other.id], place: other.service }
}

function onlyPlace(all: readonly OwnAccount[], services: readonly NamedService[]): string | null {
  const places = new Set(all.map((account) => account.service))
  if (places.size === 1) return [...places][0] ?? null
  return services.length === 1 ? (services[0]?.id ?? null) : null
}
