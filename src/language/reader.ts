/**
 * Reads what a message says to us: tokens, words with what they do, then a reading in the light of the open question.
 *
 * One grammar for all languages: their differences are data (`prompts/languages`).
 */
import type { Language } from '../../prompts/languages/language.ts'
import { readAdd, readNamedOffer } from './adding.ts'
import { readAnswer, readUnmistakable } from './answers.ts'
import type { Order } from './choosing.ts'
import { Concern } from './concern.ts'
import { readHelp } from './help.ts'
import { Lexicon } from './lexicon.ts'
import type { LabelMeaning, WordClass } from './lexicon.ts'
import { readListing } from './listing.ts'
import { readManagement } from './managing.ts'
import { countKnown, readWords } from './message.ts'
import type { Message, Word } from './message.ts'
import { isOthersWords } from './matter.ts'
import { Names, ServiceNames } from './names.ts'
import { readUse } from './needing.ts'
import { is, isAccount, isUnknown, Phrase } from './phrase.ts'
import type { KnownAccount, KnownService, Reading, Situation, Understood } from './reading.ts'
import { readRename } from './renaming.ts'
import { readAnsweredName } from './answered-name.ts'
import { fold, scriptOf, tokenize } from './tokens.ts'
import type { Tokens } from './tokens.ts'

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
    const { language, hits } = this.#languageOf(tokens, this.#namesOf([]), preferred)
    return hits > 0 && language !== undefined ? language.code : null
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
      if (language === first || (!isWrittenIn(language.code, scripts) && language.code !== preferred)) continue
      const hits = countKnown(tokens.list, lexiconOf(language), names)
      const weight = hits + (language.code === preferred ? 0.6 : 0)
      if (weight > best.weight) best = { language, hits, weight }
    }
    return best
  }

  #meaningsOf(label: string): readonly LabelMeaning[] {
    const words = tokenize(fold(label)).list.map(({ text }) => text)
    return [...new Set(this.#languages.map(lexiconOf).flatMap((lexicon) => {
      const found = lexicon.longest(words, 0)
      return found?.length === words.length ? found.entry.labels : (lexicon.writing.unspaced ? lexicon.cut(label, new Map()) : []).flatMap(({ entry }) => entry?.labels ?? [])
    }))]
  }
}

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

function readMessage(message: Message, situation: Situation, order: Order): Reading {
  const { question, armed } = situation
  const whole = Phrase.of(message)
  if (whole.isEmpty) return readFaces(message, situation)
  if (question !== 'none') {
    const answer = armed ? readAnswer(whole, situation, order) : readUnmistakable(whole, situation, order)
    if (answer !== undefined && answer.kind !== 'unsure') return answer
    const labelled = armed && question === 'add' ? readNamedOffer(message, whole, situation) : undefined
    if (labelled !== undefined) return labelled
    const refused = armed && !whole.isQuestion ? readRefusal(whole) : undefined
    if (refused !== undefined) return refused
    if (question === 'name' && armed) {
      const named = readHelp(whole, situation, order) ?? readAnsweredName(message, whole)
      if (named !== undefined) return named
    }
  }
  const request = readRequest(message, whole, situation, order)
  if (request !== undefined) return request
  if (question === 'none' || !armed) return { kind: 'none' }
  return isLittleSaid(whole) ? { kind: 'unsure' } : { kind: 'none' }
}

/** Requests and questions: of the whole message, else of the one sentence of it that is one. */
function readRequest(message: Message, whole: Phrase, situation: Situation, order: Order): Reading | undefined {
  const others = isOthersWords(message)
  for (const phrase of phrasesOf(message, whole)) {
    const help = readHelp(phrase, situation, order)
    if (help !== undefined && situation.question !== 'none' && phrase === whole && !isRequestFirst(phrase)) return help
    if (others) return phrase === whole && situation.question !== 'none' ? help : undefined
    const reading =
      readListing(phrase, situation, order) ??
      readRename(message, phrase, situation, order) ??
      readManagement(phrase, situation, order) ??
      readAdd(message, phrase, situation) ??
      help
    if (reading !== undefined) return reading
  }
  if (others) return undefined
  return readUse(whole, situation, order)
}

/** "Can you delete my token?" is a question by its looks and a request by its words. */
const isRequestFirst = (phrase: Phrase): boolean => phrase.has('mine') && phrase.has('account', 'credential')

/** The whole message; else a part of it that is a request by itself, where the rest only says why or thanks. */
function phrasesOf(message: Message, whole: Phrase): Phrase[] {
  const clauses = new Map<number, Word[]>()
  for (const word of message.words) clauses.set(word.clause, [...(clauses.get(word.clause) ?? []), word])
  const asking = [...clauses]
    .map(([clause, words]) => new Phrase(words, message.questions.has(clause)))
    .filter((phrase) => isAsking(phrase) && phrase.rest(new Set<WordClass>(['yes', 'no'])).length > 0)
  const found = [whole]
  const [only, another] = asking
  if (only === undefined || another !== undefined || clauses.size > MOST_SENTENCES) return found
  if (clauses.size > 1) found.push(only)
  const { words } = only
  const reason = words.findIndex((word, index) => index > 1 && is(word, 'because'))
  if (reason > 1) found.push(new Phrase(words.slice(0, reason), only.isQuestion))
  found.push(...partsBefore(words, only.isQuestion))
  for (const [index, word] of words.entries()) {
    if (index === 0 || index > MOST_BEFORE || !(isBeginning(word, words[index + 1]) || is(words[index - 1], 'because'))) continue
    if (words.slice(0, index).some((before) => is(before, 'drafting', 'said', 'others') && !is(before, 'little', 'courtesies'))) break
    const part = new Phrase(words.slice(index), only.isQuestion)
    if (isOwn(part)) found.push(part)
  }
  return found
}

/** "Remove muxi-ai pls, I don't work there any more": the request ends at a comma or a courtesy, and the rest says why. */
function partsBefore(words: readonly Word[], isQuestion: boolean): Phrase[] {
  if (words.length > MOST_BEFORE || words.some((word) => is(word, 'drafting', 'said') && !is(word, 'little', 'courtesies', 'want', 'credential', 'see', 'how')))
    return []
  return words.flatMap((word, index) => {
    const isEnd = word.gap.includes(',') || (is(words[index - 1], 'courtesies') && !is(words[index - 1], 'little'))
    const part = new Phrase(words.slice(0, index), isQuestion)
    return index > 1 && isEnd && !is(words[0], 'it') && isOwn(part) ? [part] : []
  })
}

/** More sentences are a text. */
const MOST_SENTENCES = 4
/** So many words may stand before a request in its sentence: "since I left the company last week, …". */
const MOST_BEFORE = 14

/** Where a request may begin within a sentence. */
const isBeginning = (word: Word, next: Word | undefined): boolean =>
  word.gap.includes(',') ||
  word.gap.includes('-') ||
  is(word, 'want') ||
  (is(word, 'which', 'what') && (!is(word, 'little') || is(next, 'account', 'credential')))

/** Whether a part of a message is about the user's accounts beyond doubt. */
const isOwn = (phrase: Phrase): boolean =>
  phrase.words.some(isAccount) ||
  (phrase.has('account', 'credential') && (phrase.has('mine', 'me') || phrase.services.length > 0)) ||
  phrase.has('logOut') ||
  (phrase.has('forget') && phrase.has('me')) ||
  (phrase.has('account', 'credential') && phrase.has('connect', 'connected'))

const ASKING: readonly WordClass[] = ['connect', 'put', 'logIn', 'remove', 'disconnect', 'logOut', 'forget', 'rename', 'call', 'change', 'switch', 'use', 'show', 'want', 'what', 'which', 'who', 'where', 'when', 'how']

const isAsking = (phrase: Phrase): boolean => phrase.isQuestion || phrase.has(...ASKING)

/** A message of pictures alone: thumbs up is a yes. */
function readFaces({ emoji }: Message, { question, armed }: Situation): Reading {
  if (question === 'none' || !armed) return { kind: 'none' }
  if (emoji.some((one) => YES_FACES.has(one))) return { kind: 'yes' }
  if (emoji.some((one) => NO_FACES.has(one))) return { kind: 'no' }
  return { kind: 'unsure' }
}

const YES_FACES = new Set(['👍', '👌', '✅', '✔', '🆗', '🙆', '☑', '💯'])
const NO_FACES = new Set(['👎', '❌', '🚫', '✖', '🙅', '⛔', '🛑'])

/** A short message that begins with no, never mind or wait is that, whatever the few words behind it are. */
function readRefusal(phrase: Phrase): Reading | undefined {
  const { words } = phrase
  const first = words.find((word) => !is(word, 'courtesies') || is(word, 'no', 'cancel', 'later', 'wait'))
  if (words.length > 9 || words.filter(isUnknown).length > 2 || phrase.has('drafting', 'things')) return undefined
  const requesting = is(first, 'wait') ? REQUESTING.slice(0, 9) : REQUESTING
  if (words.slice(1).some((word) => is(word, ...requesting) && !is(word, 'little', 'it', ...REFUSING))) return undefined
  if (!is(first, 'wait') && phrase.has('yes')) return undefined
  // "I have no token" refuses nothing.
  if (phrase.has('credential') && phrase.has('have', 'mine')) return undefined
  if (is(first, 'wait')) return { kind: 'later' }
  if (is(first, 'later') && !is(first, 'time')) return { kind: 'later' }
  if (is(first, 'cancel')) return { kind: 'cancel' }
  return is(first, 'no') && !is(first, 'asking') ? { kind: 'no' } : undefined
}

const REFUSING: readonly WordClass[] = ['no', 'cancel', 'later', 'wait']
/** What makes another matter, or a request, of it. */
const REQUESTING: readonly WordClass[] = [
  ...(['show', 'act', 'what', 'which', 'who', 'how', 'remove', 'disconnect', 'switch', 'rename', 'call', 'put'] as const),
  ...(['connect', 'default', 'use', 'undo', 'restart', 'keep', 'again'] as const),
]

/** A few words, none of which speaks of another matter. */
function isLittleSaid(phrase: Phrase): boolean {
  const { words } = phrase
  if (words.length > 6 || isReckoned(words)) return false
  const unknown = words.filter(isUnknown)
  // Where words stand without blanks, many letters that are not known are a sentence.
  if (unknown.some(({ text }) => scriptOf(text) === 'unspaced' && text.length > 4)) return false
  if (words.length <= 2 && unknown.length <= 1 && !phrase.isQuestion && !phrase.has('show', 'drafting')) return true
  const isAnother = words.some((word) => is(word, 'show', 'drafting', 'things', 'act') && !is(word, 'use', 'little', 'it'))
  return unknown.length === 0 && !isAnother && !(phrase.isQuestion && phrase.has('what', 'when', 'who', 'how', 'howMany'))
}

/** "15 % of 230": numbers that are no places in a list. */
const isReckoned = (words: readonly Word[]): boolean =>
  words.filter((word) => is(word, 'number')).length > 1 && words.some(({ position }) => position !== undefined && position > 20)

/** Whether a short message speaks of accounts or credentials, so that a model may be asked what it wants. */
function speaksOfAccounts(message: Message): boolean {
  if (isOthersWords(message)) return false
  return message.words.some((word) => is(word, 'account', 'credential') && !is(word, 'little')) || message.words.some(isAccount)
}
