/** The words that requests about accounts are made of, and the services named among other words. */
import type { NamedAccount } from '../../credentials/called.ts'

/** A service as people may name it. */
export interface NamedService {
  readonly id: string
  /** Lower-case words and names. */
  readonly words: readonly string[]
}

/** An account of the user with the service it belongs to. */
export interface OwnAccount extends NamedAccount {
  readonly service: string
  /** What a request goes out with if nothing is said: picked in this conversation, else the default. */
  readonly isUsed: boolean
}

/** What the rules look at. */
export interface RuleFacts {
  /** The message in plain words, secrets taken out. */
  readonly words: string
  /** The same as it was typed: labels keep their capitals. */
  readonly typed: string
  /** The handle of a secret that stood in the message. */
  readonly secret: string | null
  readonly services: readonly NamedService[]
  /** Services of which an account was chosen in this conversation. */
  readonly inUse: readonly string[]
  /** The user's accounts, of one service or of all; asked only where a rule needs names. */
  readonly accounts: (service?: string) => Promise<readonly OwnAccount[]>
}

/** Stands for the service in a text whose words are looked at. */
export const SERVICE = '\u0002'

const NOUN =
  /^(?:token|tokens|account|accounts|key|keys|credential|credentials|pat|pats|password|passwords|login|logins|access|connection|connections|secret|api|fine-grained|classic)$/
const LITTLE =
  /^(?:my|me|a|an|the|this|that|these|those|another|other|new|different|second|third|one|ones|more|our|your|for|to|of|off|out|from|with|on|in|as|it|here|please|now|again|too|also|all|is|'s|and|account's)$/
const STRONG_NOUN =
  /\b(?:tokens?|accounts?|keys?|credentials?|pats?|passwords?|logins?|connections?|secret)\b/

/** "token", "account", "key": what a request about accounts is about. */
export const isNoun = (word: string): boolean => NOUN.test(word)

/** A word that adds nothing of its own. */
export const isLittle = (word: string): boolean => LITTLE.test(word)

/** Whether some words speak of an account or a credential beyond doubt. */
export const speaksOfAccount = (words: string): boolean => STRONG_NOUN.test(words)

/** Without question marks at the end, and with one word for "personal access token". */
export function bare(words: string): string {
  return words
    .replaceAll(/\bpersonal access (tokens?)\b/g, 'access $1')
    .replace(/\?+$/, '')
    .trim()
}

/** The services whose words stand in a message, in the order of the formation. */
export function mentionedServices(words: string, services: readonly NamedService[]): string[] {
  return services
    .filter((service) => service.words.some((word) => findWord(words, word, 0) >= 0))
    .map(({ id }) => id)
}

/** The one service that an answer to "which service?" names: nothing else may stand in it but account words and little ones. */
export function namedAlone(words: string, services: readonly NamedService[]): string | undefined {
  const [named, another] = mentionedServices(words, services)
  if (named === undefined || another !== undefined) return undefined
  const rest = withoutService(words, services, named).split(/[\s,;:.!?"'()]+/)
  return rest.every((word) => word === '' || isNoun(word) || isLittle(word) || ANSWERING.test(word))
    ? named
    : undefined
}

const ANSWERING = /^(?:i|i'd|want|mean|meant|use|add|take|like|would|it's|its|yes|yeah|ok|thanks|think)$/

/** The words with `SERVICE` in place of what the service is called. */
export function markService(
  words: string,
  services: readonly NamedService[],
  service: string | null,
): string {
  let rest = words
  const names = services.find(({ id }) => id === service)?.words ?? []
  for (const name of names.toSorted((one, other) => other.length - one.length)) {
    for (let from = findWord(rest, name, 0); from >= 0; from = findWord(rest, name, from + 1))
      rest = rest.slice(0, from) + SERVICE + rest.slice(from + name.length)
  }
  return rest
}

/** The words without what the service is called. */
export function withoutService(
  words: string,
  services: readonly NamedService[],
  service: string | null,
): string {
  return markService(words, services, service).replaceAll(SERVICE, ' ').replaceAll(/\s+/g, ' ').trim()
}

/** A label as it was typed, where it can be found again. */
export function asTyped(label: string, typed: string): string {
  const at = typed.toLowerCase().lastIndexOf(label)
  return at < 0 ? label : typed.slice(at, at + label.length)
}

function findWord(words: string, word: string, start: number): number {
  for (let from = words.indexOf(word, start); from >= 0; from = words.indexOf(word, from + 1)) {
    const end = from + word.length
    if (!isWordCharacter(words[from - 1]) && !goesOn(words.slice(end, end + 2))) return from
  }
  return -1
}

/** A dot or slash before it, or a dot and more behind it, belongs to an address ("https://github.com/…"): no wish. */
const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}_./@-]/u.test(character)

const goesOn = (behind: string): boolean => /^(?:[\p{L}\p{N}_@-]|\.[\p{L}\p{N}])/u.test(behind)
