/** The rules that read requests about the user's own accounts: remove, rename, set default, switch. */
import type { Reading } from '../../machines/vocabulary.ts'
import { NAMED, takeNames } from './detect-need-accounts.ts'
import { asTyped, bare, isLittle, isNoun, speaksOfAccount, withoutService } from './detect-need-words.ts'
import type { NamedService, OwnAccount, RuleFacts } from './detect-need-words.ts'

const REMOVE =
  /^(?:remove|delete|disconnect|unlink|forget|revoke|detach|drop|erase|get rid of|stop using|log ?(?:me )?out(?: of| from)?|sign (?:me )?out(?: of| from)?)\b/
const SWITCH =
  /^(?:from now on,? )?(?:use|switch(?: over| back)? to|change to|go with|take|continue with|work with)\b/
/** What may end a request without changing it. */
const FOR_NOW =
  / (?:from now on|for (?:this|the) (?:chat|conversation|session|one)|in this (?:chat|conversation)|for (?:this|now|today)|instead)$/
const RENAME =
  /^(?:rename|relabel|call|label|name)\b (.+?) (?:to|as|into|account|=|:) ?["'“]?([^"'”]{1,64}?)["'”]?$/
const CALL = /^(?:rename|relabel|call|label|name) (.+)$/
const DEFAULT = [
  /^(?:make|set|use) (.+?) (?:as |to be |to )?(?:my |the |a )?(?:new )?(?:default|by default)\b(.*)$/,
  /^(?:set|change|make) (?:my |the )?(?:new )?default ?(.*)$/,
  /^(?:always use|default to) (.+)$/,
]

/** Reads a request about an account; nothing for any other message. */
export async function readManagement(
  words: string,
  service: string | null,
  facts: RuleFacts,
): Promise<Reading | undefined> {
  if (words.length > 200) return undefined
  const plain = bare(words).replace(FOR_NOW, '')
  const isRename = CALL.test(plain)
  const fallback = DEFAULT.map((rule) => rule.exec(plain)).find((match) => match !== null)
  const verb = REMOVE.exec(plain) ?? SWITCH.exec(plain)
  if (!isRename && fallback === undefined && verb === null) return undefined
  const own = await facts.accounts()
  if (isRename) return readRename(bare(words), service, own, facts)
  const phrase =
    fallback === undefined
      ? plain.slice(verb?.[0].length ?? 0)
      : [fallback[1], fallback[2]].map((part) => part ?? '').join(' ')
  const object = readObject(phrase, service, own, facts.services)
  if (object === undefined) return undefined
  const { accounts, place } = object
  if (fallback !== undefined) return { kind: 'default', service: place, accounts }
  if (!REMOVE.test(plain)) return accounts === null ? undefined : { kind: 'switch', service: place, accounts }
  // "Delete the key" may be about any key; "delete my key" is about one of ours.
  const isSure = service !== null || accounts !== null || /\b(?:my|our)\b/.test(phrase)
  return isSure ? { kind: 'remove', service: place, accounts } : undefined
}

/** "Rename X to Y"; also "call X Y", where X is an account's name. */
function readRename(
  words: string,
  service: string | null,
  own: readonly OwnAccount[],
  facts: RuleFacts,
): Reading | undefined {
  const match = RENAME.exec(words)
  const object = match === null ? undefined : readObject(match[1] ?? '', service, own, facts.services)
  const label = match?.[2]?.trim() ?? ''
  if (object !== undefined && label !== '') {
    return {
      kind: 'rename',
      service: object.place,
      accounts: object.accounts,
      label: asTyped(label, facts.typed),
    }
  }
  const said = CALL.exec(words)?.[1] ?? ''
  for (const account of own) {
    const name = account.name.toLowerCase()
    const called = said.startsWith(`${name} `)
      ? said
          .slice(name.length)
          .replaceAll(/["'“”]/g, '')
          .trim()
      : ''
    if (called === '' || called.includes(' ') || called.length > 64) continue
    return {
      kind: 'rename',
      service: account.service,
      accounts: [account.id],
      label: asTyped(called, facts.typed),
    }
  }
  return undefined
}

/** The account that an object phrase means: only account words, service words, and names may stand in it. */
function readObject(
  phrase: string,
  service: string | null,
  all: readonly OwnAccount[],
  services: readonly NamedService[],
): { accounts: string[] | null; place: string | null } | undefined {
  const own = service === null ? all : all.filter((account) => account.service === service)
  const { accounts: named, rest } = takeNames(phrase, own)
  const unknown = withoutService(rest.replaceAll(NAMED, ' '), services, service)
    .split(/[\s"'(),:]+/)
    .filter((word) => word !== '' && !isNoun(word) && !isLittle(word))
  if (named.length > 0) {
    const places = new Set(own.filter(({ id }) => named.includes(id)).map((account) => account.service))
    return unknown.length > 0 || places.size !== 1
      ? undefined
      : { accounts: named, place: [...places][0] ?? null }
  }
  // "my bob account": an account is meant, but none of this user's; who else has it is not said.
  if (unknown.length === 1 && /\baccount\b/.test(phrase))
    return { accounts: [], place: service ?? onlyPlace(all, services) }
  if (unknown.length > 0 || (service === null && !speaksOfAccount(phrase))) return undefined
  return { accounts: null, place: service ?? onlyPlace(all, services) }
}

function onlyPlace(all: readonly OwnAccount[], services: readonly NamedService[]): string | null {
  const places = new Set(all.map((account) => account.service))
  if (places.size === 1) return [...places][0] ?? null
  return services.length === 1 ? (services[0]?.id ?? null) : null
}
