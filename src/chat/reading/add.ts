/** The rules that read "add my GitHub token" out of a message, and the label that was wished for. */
import type { Reading } from '../../../machines/readings.ts'
import { asTyped, bare, isLittle, isNoun, markService, SERVICE, speaksOfAccount } from './words.ts'
import type { RuleFacts } from './words.ts'

const ADD =
  /^(?:how (?:do|can|would|should) i |(?:can|could|may) i |let me |i(?:'d| would)? (?:want|like|need) to |go ahead and )?(add|connect|link|register|save|store|set ?up|setup|hook up|attach|authori[sz]e|authenticate|log ?in|log me in|sign ?in|sign me in|use a new|replace|rotate|renew|update|change|provide|enter|give you|reconnect)\b(?: (?:to|into|with|at)\b)?/
/** These are said of other things as well, so they need a word for a credential or an account behind them. */
const NEEDS_NOUN =
  /^(?:change|update|enter|give you|provide|save|store|attach|replace|rotate|renew|use a new|register)$/
/** An object is a label of two words at most, and words for the service and the account: nothing before, between or behind. */
const OBJECT = /^(l{0,2})[sn]+(?:c(l{1,3}))?$/

/** Whether a message begins by asking for something to be added. */
export function beginsWithAdd(words: string): boolean {
  const verb = ADD.exec(words)?.[1]
  return verb !== undefined && !/^(?:change|update|use a new)$/.test(verb)
}

/** Reads a wish to add an account; nothing for any other message. */
export function readAdd(words: string, service: string | null, facts: RuleFacts): Reading | undefined {
  const verb = ADD.exec(words)
  if (verb === null || words.length > 120) return undefined
  // "My door code" is what people call a key they type; only behind such a verb.
  const object = bare(words.slice(verb[0].length)).replace(/\b(?:(?:pass)?code|pin)$/, 'key')
  const isAboutAccount = speaksOfAccount(object)
  if (NEEDS_NOUN.test(verb[1] ?? '') && !isAboutAccount) return undefined
  if (
    service === null &&
    !/\b(?:my|another|new|second|other)\b.*|\b(?:accounts?|tokens?|credentials?)$/.test(object)
  )
    return undefined
  if (service === null && !isAboutAccount) return undefined
  const found = readObject(markService(object, facts.services, service))
  if (found === undefined) return undefined
  // More than account words without a service, or a label without an account, is a sentence about something else.
  if (found.label !== null && (service === null || !isAboutAccount)) return undefined
  const only = facts.services.length === 1 ? (facts.services[0]?.id ?? null) : null
  const label = found.label === null ? null : asTyped(found.label, facts.typed)
  return { kind: 'add', service: service ?? only, secret: null, label }
}

/** The label wished for in "add my work token [github token removed]". */
export function labelBesideSecret(words: string, facts: RuleFacts): string | null {
  const object = words.replace(ADD, '')
  const match = /^ ?(?:my|the|a|another) (\w[\w-]{0,30}) /.exec(object)
  const word = match?.[1]
  if (word === undefined || isNoun(word) || isLittle(word)) return null
  return facts.services.some((service) => service.words.includes(word)) ? null : asTyped(word, facts.typed)
}

function readObject(marked: string): { label: string | null } | undefined {
  const words = marked
    .replaceAll(/["'`“”,.:!]+(?=\s|$)|(?<=\s|^)["'`“”]+/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
  const kept: { kind: string; word: string }[] = []
  for (const [index, word] of words.entries()) {
    const introduces =
      /^(?:called|named|labell?ed)$/.test(word) || (/^(?:for|as)$/.test(word) && isOwn(words[index + 1]))
    if (introduces) kept.push({ kind: 'c', word })
    else if (word.startsWith(SERVICE)) kept.push({ kind: 's', word })
    else if (isNoun(word)) kept.push({ kind: 'n', word })
    else if (!isLittle(word)) kept.push({ kind: 'l', word })
  }
  const match = OBJECT.exec(kept.map(({ kind }) => kind).join(''))
  if (match === null) return undefined
  const label = kept.filter(({ kind }) => kind === 'l').map(({ word }) => word)
  return { label: label.length === 0 ? null : label.join(' ') }
}

const isOwn = (word: string | undefined): boolean =>
  word !== undefined && !word.startsWith(SERVICE) && !isNoun(word) && !isLittle(word)
