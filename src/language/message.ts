/**
 * A message as words with what they do: the vocabulary of its language, the services and accounts it names.
 *
 * Long because a word is tried as a name, a word, a part of a longer one and a slip, and the order is what counts.
 */
import type { Entry, Lexicon } from './lexicon.ts'
import type { WordClass } from './word-class.ts'
import type { Names } from './names.ts'
import { closedQuotes, cutToken, isUnspaced, longestMatch, readNumber, shrink } from './pieces.ts'
import type { Token, Tokens } from './tokens.ts'
import type { Message, Word } from './word.ts'

/** What words are looked up in. */
export interface Books {
  /** The message's language. */
  readonly own: Lexicon
  /** Further languages, for words that the first has not. */
  readonly others: () => readonly Lexicon[]
  readonly names: Names
}

const NOTHING: Entry = { classes: new Set(), position: undefined, labels: [], services: [] }
const LITTLE: Entry = { ...NOTHING, classes: new Set<WordClass>(['little']) }
/** The rest of a verb that is parted; a new name may stand before it. */
const PARTED_END: Entry = { ...NOTHING, classes: new Set<WordClass>(['little', 'toBehind']) }
const SOMEBODY: Entry = { ...NOTHING, classes: new Set<WordClass>(['others']) }
const ENDS_SENTENCE = new Set(['.', '!', '?', ';', '\n', ':'])
const CODE = new Set([...'`{}<>|\\=$^*[]_%'])

/** Looks the words of a message up. */
export function readWords(tokens: Tokens, books: Books): Message {
  const spelled = new Spelled(tokens, books)
  return spelled.read()
}

class Spelled {
  readonly #source: string
  readonly #books: Books
  /** Rest of the message; a token that is made of several is replaced by them. */
  readonly #tokens: Token[]
  readonly #words: Word[] = []
  readonly #emoji: string[] = []
  readonly #questions = new Set<number>()
  readonly #closed: ReadonlySet<number>
  #gap = ''
  #hasEnded = false
  #clause = 0
  #quotation = 0
  #quotations = 0
  #isFormatted = false
  #lines = 1

  constructor({ source, list }: Tokens, books: Books) {
    this.#source = source
    this.#books = books
    this.#tokens = [...list]
    this.#closed = closedQuotes(list)
  }

  read(): Message {
    for (let at = 0; at < this.#tokens.length;) at += this.#step(at)
    return {
      source: this.#source,
      words: this.#words.map((word, index) => this.#joinParted(word, index)),
      tail: this.#gap,
      emoji: this.#emoji,
      questions: this.#questions,
      isFormatted: this.#isFormatted,
      lines: this.#lines,
    }
  }

  /** "Take … off": both words together mean more than each. */
  #joinParted(word: Word, index: number): Word {
    const { own } = this.#books
    const isHere = (other: Word | undefined): boolean => other !== undefined && other.clause === word.clause
    for (const { last, classes } of own.parted(word.text)) {
      const end = this.#words.findIndex(
        (other, at) => at > index && at <= index + FARTHEST && other.text === last && isHere(other),
      )
      if (end > index) return { ...word, classes: new Set(classes) }
    }
    const isEnd = this.#words.some(
      (other, at) =>
        at < index &&
        at >= index - FARTHEST &&
        isHere(other) &&
        own.parted(other.text).some(({ last }) => last === word.text),
    )
    return isEnd ? { ...word, classes: PARTED_END.classes } : word
  }

  /** Reads what begins at a token; gives how many tokens that took. */
  #step(at: number): number {
    const token = this.#tokens[at]
    if (token === undefined) return 1
    if (token.kind === 'mark') return this.#mark(token)
    if (token.kind === 'emoji') {
      this.#emoji.push(token.text)
      return 1
    }
    const { names, own } = this.#books
    const exact = names.exact(this.#tokens, at)
    if (isUnspaced(token) && own.writing.unspaced && exact === undefined) return this.#cut(at, token)
    const known = token.kind === 'opaque' ? undefined : longestMatch(own, this.#tokens, at)
    if (exact !== undefined && exact.length >= (known?.length ?? 0)) {
      const entry = known?.length === exact.length ? known.entry : NOTHING
      return this.#push(at, exact.length, entry, { services: exact.services, accounts: exact.accounts })
    }
    const squeezed = names.squeezed(this.#tokens, at)
    if (squeezed !== undefined && squeezed.length > (known?.length ?? 0))
      return this.#push(at, squeezed.length, NOTHING, { near: squeezed.accounts })
    if (known !== undefined) return this.#push(at, known.length, known.entry)
    return this.#unknown(at, token)
  }

  #mark({ text, start }: Token): number {
    if (text === '\n') this.#lines += 1
    if (CODE.has(text)) this.#isFormatted = true
    const isLineStart = (this.#words.length === 0 && this.#gap === '') || this.#gap.endsWith('\n')
    if (isLineStart && ['#', '>', '-', '+'].includes(text)) this.#isFormatted = true
    if ((text === '"' || text === "'") && this.#closed.has(start)) {
      if (this.#quotation === 0) this.#quotations += 1
      this.#quotation = this.#quotation === 0 ? this.#quotations : 0
    }
    if (text === '?') this.#questions.add(this.#hasEnded ? this.#clause - 1 : this.#clause)
    if (ENDS_SENTENCE.has(text) && this.#quotation === 0 && !this.#hasEnded && this.#words.length > 0) {
      this.#clause += 1
      this.#hasEnded = true
    }
    this.#gap += text
    return 1
  }

  /** A run without blanks becomes several words. */
  #cut(at: number, token: Token): number {
    const pieces = this.#books.own.cut(token.text, this.#books.names.inRuns)
    const [first, second] = pieces
    if (first === undefined || second === undefined) {
      const named = this.#books.names.squeezed(this.#tokens, at)
      const entry = first?.entry
      if (entry !== undefined) return this.#push(at, 1, entry)
      return named === undefined
        ? this.#unknown(at, token)
        : this.#push(at, named.length, NOTHING, { near: named.accounts })
    }
    this.#tokens.splice(
      at,
      1,
      ...pieces.map(({ start, end }) => ({
        ...token,
        text: token.text.slice(start, end),
        plain: token.text.slice(start, end),
        start: token.start + start,
        end: token.start + end,
      })),
    )
    return 0
  }

  #unknown(at: number, token: Token): number {
    const { own, names } = this.#books
    if (token.kind === 'opaque') return this.#push(at, 1, NOTHING)
    const number = readNumber(token.text)
    if (number !== undefined) {
      const entry: Entry = { ...NOTHING, classes: new Set<WordClass>(['number']), position: number - 1 }
      return this.#push(at, 1, entry)
    }
    const parts = this.#split(token)
    if (parts !== undefined) {
      this.#tokens.splice(at, 1, ...parts)
      return 0
    }
    const others = this.#books.others()
    const stretched = shrink(token.text).map((text) => own.word(text) ?? others[0]?.word(text))
    const meant = stretched.find((entry) => entry !== undefined)
    if (meant !== undefined) return this.#push(at, 1, meant)
    for (const lexicon of others) {
      const found = longestMatch(lexicon, this.#tokens, at)
      if (found !== undefined && this.#mayBorrow(token.text, lexicon, found.entry))
        return this.#push(at, found.length, found.entry)
    }
    const accounts = names.nearAccount(token.text)
    if (accounts.length > 0) return this.#push(at, 1, NOTHING, { near: accounts })
    const [service] =
      own.isLookalike(token.text) || others.some((one) => one.isLookalike(token.text))
        ? []
        : names.nearService(token.text)
    if (service !== undefined) return this.#push(at, 1, NOTHING, { services: [service], isNearService: true })
    if (others.some((one) => one.isLookalike(token.text))) return this.#push(at, 1, NOTHING)
    const slip = own.slip(token.text) ?? others[0]?.slip(token.text)
    return this.#push(at, 1, slip ?? NOTHING)
  }

  /** English goes with every language; of the others, what cannot be taken for a word of this one. */
  #mayBorrow(text: string, lexicon: Lexicon, entry: Entry): boolean {
    if (lexicon.code === 'en') return true
    if (entry.services.length > 0) return true
    const { own } = this.#books
    if (own.isLookalike(text)) return false
    const isPlain = /^[a-z'-]+$/.test(text)
    return !isPlain || (text.length > 3 && [...entry.classes].some((one) => BORROWED.has(one)))
  }

  /** A word that is made of others: with an apostrophe, a hyphen, an article before it, or joined. */
  #split(token: Token): Token[] | undefined {
    const { text } = token
    const { own } = this.#books
    for (const suffix of own.writing.suffixes) {
      if (text.length > suffix.length + 1 && text.endsWith(suffix)) {
        const [base, end] = cutToken(token, text.length - suffix.length)
        if (this.#isKnown(base)) return [base, end]
        if (suffix === "'s") return [{ ...token, text: SOMEBODYS, plain: SOMEBODYS }]
      }
    }
    for (const prefix of own.writing.prefixes) {
      if (text.length > prefix.length + 1 && text.startsWith(prefix)) {
        const [whole, base] = cutToken(token, prefix.length)
        const bare = whole.text.endsWith("'") ? whole.text.slice(0, -1) : whole.text
        const start = { ...whole, text: bare, plain: bare }
        if (this.#isKnown(base) || this.#split(base) !== undefined) return [start, base]
      }
    }
    if (text.split('-').length > MOST_HYPHENED) return undefined
    for (let index = text.lastIndexOf('-'); index > 0; index = text.lastIndexOf('-', index - 1)) {
      const [left] = cutToken(token, index)
      const [, right] = cutToken(token, index + 1)
      const rest = this.#isKnown(right) ? [right] : this.#split(right)
      if (rest !== undefined && (this.#isKnown(left) || this.#split(left) !== undefined))
        return [left, ...rest]
    }
    return own.writing.joints.length === 0 ? undefined : this.#joined(token)
  }

  /** "Arbeitskonto": every piece has to be a word, and one of them one that matters. */
  #joined(token: Token): Token[] | undefined {
    const { own, names } = this.#books
    if (token.text.length < 7) return undefined
    const pieces = own.cut(token.text, names.inRuns)
    const words = pieces.filter(({ start, end, entry }) => {
      const isJoint = entry === undefined && own.writing.joints.includes(token.text.slice(start, end))
      return !(isJoint && start > 0 && end < token.text.length)
    })
    const isWhole = words.every(({ start, end, entry }) => entry !== undefined && end - start >= 3)
    if (!isWhole || words.length < 2) return undefined
    const tokens = words.map(({ start, end }) => cutToken(cutToken(token, end)[0], start)[1])
    const matters = (one: Token): boolean => {
      const entry = own.word(one.text)
      return (
        entry !== undefined &&
        (entry.labels.length > 0 || [...entry.classes].some((kind) => JOINED.has(kind)))
      )
    }
    return tokens.some(matters) ? tokens : undefined
  }

  #isKnown(token: Token): boolean {
    const { own, others, names } = this.#books
    return (
      names.exact([token], 0) !== undefined ||
      own.word(token.text) !== undefined ||
      others()[0]?.word(token.text) !== undefined
    )
  }

  #push(
    at: number,
    length: number,
    entry: Entry,
    named: {
      services?: readonly string[]
      accounts?: readonly string[]
      near?: readonly string[]
      isNearService?: boolean
    } = {},
  ): number {
    const first = this.#tokens[at]
    const last = this.#tokens[at + length - 1]
    if (first === undefined || last === undefined) return length
    const text = this.#tokens
      .slice(at, at + length)
      .map((token) => token.text)
      .join(' ')
    this.#words.push({
      text,
      start: first.start,
      end: last.end,
      classes:
        text === SOMEBODYS
          ? SOMEBODY.classes
          : entry === NOTHING && this.#isBelonging(first)
            ? LITTLE.classes
            : entry.classes,
      position: entry.position,
      labels: entry.labels,
      services: named.services ?? entry.services,
      accounts: named.accounts ?? [],
      near: named.near ?? (named.accounts === undefined ? this.#books.names.meaning(entry.labels) : []),
      isNearService: named.isNearService ?? false,
      gap: this.#gap,
      quotation: this.#quotation,
      clause: this.#clause,
    })
    this.#gap = ''
    this.#hasEnded = false
    return length
  }

  /** What was cut off a word by its language's rules is a little word where nothing else is known of it. */
  #isBelonging({ text }: Token): boolean {
    const { prefixes, suffixes } = this.#books.own.writing
    return prefixes.includes(text) || prefixes.includes(`${text}'`) || suffixes.includes(text)
  }
}

/** Of more words between hyphens, every way of parting them is too many to try. */
const MOST_HYPHENED = 4

/** So many words may stand within a verb that is parted. */
const FARTHEST = 8

/** Stands for somebody's name with "'s" behind it. */
const SOMEBODYS = '\u0001'

/** What may be taken from a third language without doubt about what it means. */
const BORROWED: ReadonlySet<WordClass> = new Set<WordClass>([
  ...([
    'courtesies',
    'yes',
    'no',
    'cancel',
    'later',
    'again',
    'connect',
    'remove',
    'disconnect',
    'rename',
  ] as const),
  ...([
    'show',
    'account',
    'credential',
    'both',
    'switch',
    'mine',
    'put',
    'ordinal',
    'use',
    'default',
  ] as const),
])

/** What makes a word that is joined of others one of ours. */
const JOINED: ReadonlySet<WordClass> = new Set<WordClass>([
  ...(['account', 'credential', 'default', 'name', 'app', 'things', 'data'] as const),
])
