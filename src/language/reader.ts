/**
 * Reads what a message says to us: tokens, words with what they do, then a reading in the light of the open question.
 *
 * One grammar for all languages: their differences are data (`prompts/languages`).
 */
import type { Language } from '../../prompts/languages/language.ts'
import { Concern } from './concern.ts'
import { Lexicon } from './lexicon.ts'
import type { LabelMeaning } from './word-class.ts'
import { readWords } from './message.ts'
import { countKnown } from './pieces.ts'
import { Names, ServiceNames } from './names.ts'
import type { KnownAccount, KnownService, Situation, Understood } from './reading.ts'
import { fold, scriptOf, tokenize } from './tokens.ts'
import type { Tokens } from './tokens.ts'
import { readMessage, speaksOfAccounts } from './grammar.ts'

/** A longer message is never about accounts as a whole. UTF-16 units. */
const LONGEST = 800
/** The same in words and marks. */
const MOST_TOKENS = 140

/** The words of each language, made ready when a message is first read in it, and once for all formations. */
const lexicons = new WeakMap<Language, Lexicon>()

function lexiconOf(language: Language): Lexicon {
  const known = lexicons.get(language)
  if (known !== undefined) return known
  const made = new Lexicon(language)
  lexicons.set(language, made)
  return made
}

/**
 * Reads the messages of one formation: pure, synchronous, and in time that grows with the length of a message and not beyond
 * `LONGEST`.
 *
 * @example
 * const reader = new Reader(LANGUAGES, [{ id: 'github', words: ['github', 'gh'] }])
 * reader.read('entferne mein Arbeitskonto', situation).reading // { kind: 'remove', service: 'github', accounts: ['…'] }
 */
export class Reader {
  readonly #languages: readonly Language[]
  readonly #services: ServiceNames
  #concern: Concern | undefined

  /** @param languages the ones that are understood; in doubt, a message is in the first */
  constructor(languages: readonly Language[], services: readonly KnownService[]) {
    this.#languages = languages
    this.#services = new ServiceNames(services)
  }

  /** Reads one message; secrets have to be out of it. */
  read(text: string, situation: Situation): Understood {
    const nothing: Understood = { reading: { kind: 'none' }, language: null, isBeyondRules: false }
    const tokens = tokensOf(text)
    if (tokens === undefined) return nothing
    const { accounts, offered } = situation
    const known = [...new Map([...accounts, ...offered].map((account) => [account.id, account])).values()]
    const names = this.#namesOf(known)
    const isOpen = situation.question !== 'none' || situation.armed || situation.spoken !== null
    if (!isOpen && !this.#concerns(tokens, names)) return nothing
    const { language, hits } = this.#languageOf(tokens, names, situation.language)
    if (language === undefined) return nothing
    const own = lexiconOf(language)
    const first = this.#languages[0]
    const others = this.#languages
      .filter((other) => other !== language)
      .sort((one, other) => Number(other === first) - Number(one === first))
    const message = readWords(tokens, { own, others: () => others.map(lexiconOf), names })
    const reading = readMessage(message, situation, own.writing)
    const isBeyondRules = reading.kind === 'unsure' || (reading.kind === 'none' && speaksOfAccounts(message))
    return { reading, language: hits > 0 ? language.code : null, isBeyondRules }
  }

  /**
   * The language of a message (ISO 639-1); null where its words do not tell.
   *
   * @param preferred the conversation's, which a word of several languages is taken for
   */
  languageOf(text: string, preferred: string | null): string | null {
    const tokens = tokensOf(text.slice(0, LONGEST))
    if (tokens === undefined) return null
    const names = this.#namesOf([])
    const [first] = this.#languages
    const { language, hits } = this.#languageOf(tokens, names, preferred)
    if (first === undefined || language === undefined || hits === 0) return null
    if (language === first || language.code === preferred) return language.code
    const words = tokens.list.filter(({ kind }) => kind === 'word')
    const hasOwnScript = SCRIPTS[language.code] !== undefined
    if (hasOwnScript && words.some(({ text }) => scriptOf(text) !== 'latin')) return language.code
    // In Latin letters a name or a stem may pass for a word of any language: one word tells nothing, and English has to know less.
    const telling = words.filter(({ text }) => text.length >= SHORTEST_TELLING)
    const known = countKnown(telling, lexiconOf(language), names)
    const lead = known - countKnown(telling, lexiconOf(first), names)
    const isTold =
      /\S\s+\S/.test(text) &&
      known * 2 >= Math.min(words.length, telling.length) &&
      lead >= leastLead(language.code)
    return isTold ? language.code : null
  }

  /** Whether a message may be about accounts or say what to do with one, whatever the accounts are called. */
  mayConcern(text: string): boolean {
    const tokens = tokensOf(text)
    return tokens !== undefined && this.#concernOf().concernsAny(tokens.list, this.#namesOf([]))
  }

  #concerns(tokens: Tokens, names: Names): boolean {
    return this.#concernOf().concerns(tokens.list, names)
  }

  #concernOf(): Concern {
    return (this.#concern ??= new Concern(this.#languages))
  }

  #namesOf(accounts: readonly KnownAccount[]): Names {
    return new Names(this.#services, accounts, (label) => this.#meaningsOf(label))
  }

  /** The language that knows most of the words; where two know the same, the conversation's, then the first. */
  #languageOf(
    tokens: Tokens,
    names: Names,
    preferred: string | null,
  ): { readonly language: Language | undefined; readonly hits: number } {
    const [first] = this.#languages
    if (first === undefined) return { language: undefined, hits: 0 }
    const words = tokens.list.filter(({ kind }) => kind === 'word')
    const scripts = new Set(words.map(({ text }) => scriptOf(text)))
    const known = countKnown(tokens.list, lexiconOf(first), names)
    const isPlain = words.length >= FEWEST_TO_TELL && known >= words.length * ENOUGH_KNOWN
    if (isPlain && (preferred === null || preferred === first.code)) return { language: first, hits: known }
    let best = { language: first, hits: known, weight: known + 0.3 + (preferred === first.code ? 0.6 : 0) }
    for (const language of this.#languages) {
      if (language === first || (!isWrittenIn(language.code, scripts) && language.code !== preferred))
        continue
      const hits = countKnown(tokens.list, lexiconOf(language), names)
      const isLikely =
        language.code === WITHOUT_KANA &&
        scripts.has('unspaced') &&
        !words.some(({ text }) => KANA.test(text))
      const weight = hits + (language.code === preferred ? 0.6 : 0) + (isLikely ? 0.3 : 0)
      if (weight > best.weight) best = { language, hits, weight }
    }
    return best
  }

  #meaningsOf(label: string): readonly LabelMeaning[] {
    const words = tokenize(fold(label)).list.map(({ text }) => text)
    return [
      ...new Set(
        this.#languages.map(lexiconOf).flatMap((lexicon) => {
          const found = lexicon.longest(words, 0)
          return found?.length === words.length
            ? found.entry.labels
            : (lexicon.writing.unspaced ? lexicon.cut(label, new Map()) : []).flatMap(
                ({ entry }) => entry?.labels ?? [],
              )
        }),
      ),
    ]
  }
}

/** In letters: shorter words are the same in many languages. */
const SHORTEST_TELLING = 3
/** How many words more than English a language in Latin letters has to know; Hindi in them borrows most of English. */
const leastLead = (code: string): number => (code === 'hi' ? 2 : 1)

/** What is written in characters alone is rarely Japanese. */
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u
const WITHOUT_KANA = 'zh'

/** In words: of fewer, another language may know as many. */
const FEWEST_TO_TELL = 4
/** Where the first language knows so much of a message, no other is asked. */
const ENOUGH_KNOWN = 0.75

/** A message as pieces; nothing for one that is too long to be about accounts as a whole. */
function tokensOf(text: string): Tokens | undefined {
  if (text.length > LONGEST) return undefined
  const tokens = tokenize(text)
  return tokens.list.length > MOST_TOKENS ? undefined : tokens
}

/** Which scripts each language that has one of its own is written in; the others use the Latin one. */
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  ja: ['unspaced'],
  zh: ['unspaced'],
  hi: ['devanagari', 'latin'],
  ru: ['cyrillic'],
  ar: ['arabic'],
}

function isWrittenIn(code: string, scripts: ReadonlySet<string>): boolean {
  return (SCRIPTS[code] ?? ['latin']).some((script) => scripts.has(script))
}
