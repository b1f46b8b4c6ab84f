/**
 * The services and accounts that words name: exactly, or nearly.
 *
 * Exactly is by case- and width-blind comparison. Nearly is with one letter wrong, without accents, hyphens or blanks, by a
 * part that only one account has, or by a label that means the same in another language.
 */
import { isSlip } from './spelling.ts'
import type { LabelMeaning } from './word-class.ts'
import type { KnownAccount, KnownService } from './reading.ts'
import { fold, tokenize } from './tokens.ts'
import type { Token } from './tokens.ts'

/** What some words name. */
export interface Naming {
  /** How many words it takes. */
  readonly length: number
  readonly services: readonly string[]
  readonly accounts: readonly string[]
}

interface Name {
  readonly words: readonly string[]
  readonly service?: string
  readonly account?: string
}

/** No name has more words. */
const MOST_WORDS = 6
/** A part of a name that is shorter says too little; in letters. */
const SHORTEST_PART = 3
/** With a letter wrong, a shorter name is another word; in letters. */
const SHORTEST_SLIPPING = 6
/** So much of the beginning of a name is enough where only one account begins like that; in letters. */
const SHORTEST_BEGINNING = 4

/** The services of the formation and the accounts of one user, ready to be found in words. */
export class Names {
  readonly #exact = new Map<string, Name[]>()
  readonly #squeezed = new Map<string, Set<string>>()
  #longestSqueezed = 0
  readonly #accounts: readonly {
    readonly id: string
    readonly called: readonly string[]
    readonly parts: ReadonlySet<string>
  }[]
  readonly #meanings: ReadonlyMap<LabelMeaning, readonly string[]>
  readonly #services: ServiceNames
  /** Names without blanks that may stand in a run of letters. */
  readonly inRuns = new Map<string, unknown>()

  /** @param services made once for all users; their accounts are added to it */
  constructor(
    services: ServiceNames,
    accounts: readonly KnownAccount[],
    meaningsOf: (label: string) => readonly LabelMeaning[],
  ) {
    this.#services = services
    for (const word of services.inRuns) this.inRuns.set(word, true)
    const meanings = new Map<LabelMeaning, string[]>()
    for (const { id, name, label } of accounts) {
      for (const called of [name, label ?? '']) this.#add(called, id)
      for (const meaning of label === null ? [] : meaningsOf(label))
        meanings.set(meaning, [...(meanings.get(meaning) ?? []), id])
    }
    this.#meanings = meanings
    this.#accounts = accounts.map(({ id, name, label }) => {
      const called = [name, label ?? ''].filter((one) => one !== '')
      const parts = new Set(
        called.flatMap((one) => partsOf(one)).filter((part) => part.length >= SHORTEST_PART),
      )
      return { id, called: called.map(squeeze), parts }
    })
    for (const { id, called } of this.#accounts) {
      for (const one of called) this.#longestSqueezed = Math.max(this.#longestSqueezed, one.length)
      for (const one of called) this.#squeezed.set(one, new Set([...(this.#squeezed.get(one) ?? []), id]))
    }
  }

  /** The longest name that begins at a word, said exactly. */
  exact(tokens: readonly Token[], at: number): Naming | undefined {
    const first = tokens[at]
    if (first === undefined) return undefined
    const own = this.#exact.get(first.plain)
    const services = this.#services.exact.get(first.plain)
    if (own === undefined && services === undefined) return undefined
    const names = [...(own ?? []), ...(services ?? [])]
    const fitting = names.filter(({ words }) =>
      words.every((word, index) => isWord(tokens[at + index], word)),
    )
    const length = Math.max(0, ...fitting.map(({ words }) => words.length))
    if (length === 0) return undefined
    const named = fitting.filter(({ words }) => words.length === length)
    return {
      length,
      services: [...new Set(named.flatMap(({ service }) => service ?? []))],
      accounts: [...new Set(named.flatMap(({ account }) => account ?? []))],
    }
  }

  /** The account that some words name but for accents, blanks and hyphens. */
  squeezed(tokens: readonly Token[], at: number): Naming | undefined {
    if (this.#squeezed.size === 0) return undefined
    let joined = ''
    let found: Naming | undefined
    for (let length = 1; length <= MOST_WORDS; length++) {
      const token = tokens[at + length - 1]
      if (token?.kind !== 'word') break
      joined += squeeze(token.text)
      if (joined.length > this.#longestSqueezed) break
      const accounts = this.#squeezed.get(joined)
      if (accounts !== undefined) found = { length, services: [], accounts: [...accounts] }
    }
    return found
  }

  /** The accounts whose label means this. */
  meaning(labels: readonly LabelMeaning[]): readonly string[] {
    return [...new Set(labels.flatMap((label) => this.#meanings.get(label) ?? []))]
  }

  /** The account that a word nearly names. */
  nearAccount(word: string): readonly string[] {
    const said = squeeze(word)
    if (said.length < SHORTEST_PART) return []
    const slipped = this.#accounts.filter(({ called }) =>
      called.some(
        (name) => name.length >= SHORTEST_SLIPPING && isSlip(said, name) && digitsOf(said) === digitsOf(name),
      ),
    )
    if (slipped.length > 0) return slipped.map(({ id }) => id)
    const partly = this.#accounts.filter(
      ({ called, parts }) =>
        parts.has(said) || called.some((name) => said.length >= SHORTEST_BEGINNING && name.startsWith(said)),
    )
    return partly.length === 1 ? partly.map(({ id }) => id) : []
  }

  /** Whether a name begins with a word, or a service's is part of it. */
  begins(word: string): boolean {
    if (this.#services.exact.has(word) || this.#exact.has(word)) return true
    // "GitHub-Repos", "slackkonto".
    return (
      word.length > 6 && this.#services.words.some((one) => one.word.length > 3 && word.includes(one.word))
    )
  }

  /** Whether a word nearly names a service or an account. */
  isLike(word: string): boolean {
    return (
      this.nearService(word).length > 0 || (this.#accounts.length > 0 && this.nearAccount(word).length > 0)
    )
  }

  /** The service that a word nearly names. A letter that is wrong says too little of a short name ("stack"). */
  nearService(word: string): readonly string[] {
    const found = this.#services.words.filter(
      (one) =>
        one.word.length >= 5 &&
        isSlip(word, one.word) &&
        (one.word.length >= 6 || word.length !== one.word.length || isSwapped(word, one.word)),
    )
    return [...new Set(found.map(({ id }) => id))]
  }

  #add(called: string, account: string): void {
    const words = wordsOf(called)
    const [first] = words
    if (first === undefined || words.length > MOST_WORDS) return
    this.#exact.set(first, [...(this.#exact.get(first) ?? []), { words, account }])
    if (words.length === 1) this.inRuns.set(first, true)
  }
}

/** The names of the formation's services. */
export class ServiceNames {
  readonly exact: ReadonlyMap<string, readonly Name[]>
  readonly words: readonly { readonly id: string; readonly word: string }[]
  readonly inRuns: readonly string[]

  constructor(services: readonly KnownService[]) {
    const exact = new Map<string, Name[]>()
    for (const { id, words: called } of services) {
      for (const one of called) {
        const words = wordsOf(one)
        const [first] = words
        if (first !== undefined) exact.set(first, [...(exact.get(first) ?? []), { words, service: id }])
      }
    }
    this.exact = exact
    this.words = services.flatMap(({ id, words }) => words.map((word) => ({ id, word: fold(word) })))
    this.inRuns = [...exact.values()].flat().flatMap(({ words }) => (words.length === 1 ? words : []))
  }
}

const wordsOf = (called: string): string[] =>
  tokenize(called).list.flatMap(({ kind, plain }) => (kind === 'mark' ? [] : [plain]))

const isWord = (token: Token | undefined, word: string): boolean =>
  token !== undefined && token.kind !== 'mark' && token.plain === word

/** A name without anything that is no letter and no digit. */
function squeeze(name: string): string {
  if (/^[a-z0-9]*$/.test(name)) return name
  let squeezed = ''
  for (const letter of fold(name)) if (/[\p{L}\p{M}\p{N}]/u.test(letter)) squeezed += letter
  return squeezed
}

const partsOf = (name: string): string[] => fold(name).split(/[^\p{L}\p{M}\p{N}]/u)

/** `build2` is another account than `build`, and no slip of the finger. */
const digitsOf = (name: string): string => name.replaceAll(/\D/g, '')

const isSwapped = (one: string, other: string): boolean =>
  [...one].sort().join('') === [...other].sort().join('')
