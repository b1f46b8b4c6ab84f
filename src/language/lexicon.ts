/**
 * The words of one language, made ready to be looked up: the longest expression that begins at a token, the best way of
 * cutting a run of letters without blanks, and the word a slip of the finger was meant to be. Long because a word is looked up in all these ways by one index.
 */
import type { Language } from '../../prompts/languages/language.ts'
import { isSlip, partsOf, shortened, spellOut, split } from './spelling.ts'
import { fold } from './tokens.ts'
import type { LabelMeaning, WordClass } from './word-class.ts'

/** What is known of a word or an expression. */
export interface Entry {
  readonly classes: ReadonlySet<WordClass>
  /** The place it names, from 0, of an ordinal or a number. */
  readonly position: number | undefined
  readonly labels: readonly LabelMeaning[]
  /** Services by a name that only this language has for them. */
  readonly services: readonly string[]
}

interface Node {
  entry: MutableEntry | undefined
  next: Map<string, Node> | undefined
  /** Beginnings of words, for any ending. */
  stems: Map<string, Node> | undefined
  longestStem: number
}

interface MutableEntry {
  classes: Set<WordClass>
  position: number | undefined
  labels: readonly LabelMeaning[]
  services: readonly string[]
}

/** What a list of a language file says of its words. */
interface Meaning {
  readonly classes?: readonly WordClass[] | undefined
  readonly position?: number | undefined
  readonly label?: LabelMeaning | undefined
  readonly service?: string | undefined
}

const NONE: readonly never[] = []

/** A piece of a run without blanks; `entry` is absent where nothing is known of it. */
export interface Piece {
  readonly start: number
  readonly end: number
  readonly entry: Entry | undefined
}

/** Shorter words are taken as they are written: one letter more or less makes another word of them. */
const SHORTEST_SLIP = 5
/** Words whose slips are looked for: the ones that carry a request. */
const SLIPPING: ReadonlySet<WordClass> = new Set<WordClass>([
  ...([
    'connect',
    'put',
    'remove',
    'disconnect',
    'rename',
    'switch',
    'show',
    'account',
    'credential',
  ] as const),
  ...([
    'default',
    'cancel',
    'both',
    'ordinal',
    'connected',
    'again',
    'logOut',
    'logIn',
    'courtesies',
  ] as const),
])

/** One language, ready to be looked up in. */
export class Lexicon {
  readonly code: string
  readonly writing: Language['writing']
  readonly #root: Node = { entry: undefined, next: undefined, stems: undefined, longestStem: 0 }
  /** Expressions without blanks, for cutting runs. */
  readonly #whole = new Map<string, MutableEntry>()
  #longest = 1
  /** Words whose slips are looked for. */
  readonly #slipping: Slipping[] = []
  #slips: ReadonlyMap<string, readonly Slipping[]> | undefined
  readonly #lookalikes: ReadonlySet<string>
  readonly #accented = new Set<string>()
  /** Verbs that are parted, by their first word. */
  readonly #parted = new Map<string, { readonly last: string; readonly classes: readonly WordClass[] }[]>()
  /** Expressions for topics, which are made of words that have a meaning of their own as well. */
  readonly #topics: { readonly words: readonly string[]; readonly entry: MutableEntry }[] = []

  constructor({ code, writing, vocabulary, services }: Language) {
    this.code = code
    this.writing = writing
    const { ordinals, numbers, labels, lookalikes, ...lists } = vocabulary
    this.#lookalikes = new Set(split(lookalikes).map(fold))
    for (const [name, list] of Object.entries(lists)) {
      for (const words of split(list)) this.#add(words, { classes: [name as WordClass] })
    }
    for (const [name, list] of [['ordinal', ordinals] as const, ['number', numbers] as const]) {
      for (const [position, words] of list.entries()) {
        for (const one of split(words)) this.#add(one, { classes: [name], position })
      }
    }
    for (const [meaning, list] of Object.entries(labels)) {
      for (const words of split(list)) this.#add(words, { label: meaning as LabelMeaning })
    }
    for (const [id, list] of Object.entries(services)) {
      for (const words of split(list)) this.#add(words, { service: id })
    }
    inherit(this.#root)
    for (const { words, entry } of this.#topics) this.#takeIn(words, entry)
  }

  /** A word as it is looked up: without its accents, unless they make another word of it ("sûr"). */
  spell({ text, plain }: { readonly text: string; readonly plain: string }): string {
    return this.#accented.has(plain) ? plain : text
  }

  /** Whether a word is one of this language's, though it looks like another of it. */
  isLookalike(word: string): boolean {
    return this.#lookalikes.has(word)
  }

  /** The longest expression that begins at a word, and how many words it is made of. */
  longest(
    words: readonly string[],
    at: number,
  ): { readonly length: number; readonly entry: Entry } | undefined {
    return find(this.#root, words, at, 0)
  }

  /** What is known of one word. */
  word(word: string): Entry | undefined {
    return find(this.#root, [word], 0, 0)?.entry
  }

  /** What a word means together with another one that stands further on: "take … off". */
  parted(word: string): readonly { readonly last: string; readonly classes: readonly WordClass[] }[] {
    return this.#parted.get(word) ?? []
  }

  /** The word that was meant, where one letter is wrong, missing, too many, or changed places with the next. */
  slip(word: string): Entry | undefined {
    if (word.length < SHORTEST_SLIP || this.#lookalikes.has(word)) return undefined
    // Made when a first word is unknown: most messages hold none, and of most languages nothing but their words is ever asked.
    this.#slips ??= slipsOf(this.#slipping)
    for (const key of [word, ...shortened(word)]) {
      const meant = this.#slips.get(key)?.find((one) => isSlip(word, one.word))
      if (meant !== undefined) return meant.entry
    }
    return undefined
  }

  /**
   * Cuts a run without blanks so that as little as possible of it is unknown, in as few pieces as can be.
   *
   * @param names further words, such as names of accounts
   * @param except a piece that is not wanted
   */
  cut(run: string, names: ReadonlyMap<string, unknown>, except?: string): Piece[] {
    const best: { cost: number; from: number; entry: Entry | undefined }[] = [
      { cost: 0, from: 0, entry: undefined },
    ]
    let longest = this.#longest
    for (const name of names.keys()) longest = Math.max(longest, name.length)
    for (let end = 1; end <= run.length; end++) {
      let chosen = {
        cost: (best[end - 1]?.cost ?? 0) + UNKNOWN_COST,
        from: end - 1,
        entry: undefined as Entry | undefined,
      }
      for (let start = Math.max(0, end - longest); start < end; start++) {
        const part = run.slice(start, end)
        const entry = part === except ? undefined : this.#whole.get(part)
        const isName = names.has(part)
        if (entry === undefined && !isName) continue
        const cost = (best[start]?.cost ?? 0) + (isName ? NAME_COST : KNOWN_COST)
        if (cost < chosen.cost) chosen = { cost, from: start, entry: entry ?? NAME }
      }
      best.push(chosen)
    }
    return piecesOf(best, run.length)
  }

  /** Adds what the words of an expression mean by themselves. */
  #takeIn(words: readonly string[], entry: MutableEntry): void {
    const [only, another] = words
    const parts =
      another === undefined && this.writing.unspaced && only !== undefined
        ? this.cut(only, new Map(), only).flatMap(({ start, end, entry: part }) =>
            end - start > 1 ? (part ?? []) : [],
          )
        : words.length > 1
          ? words.flatMap((word) => this.word(word.replace('*', '')) ?? [])
          : []
    if (parts.length === 0) return
    for (const part of parts) for (const one of part.classes) if (!TOPICS.has(one)) entry.classes.add(one)
  }

  #add(words: string, { classes = [], position, label, service }: Meaning): void {
    const [first, last] = words.split('…').map((part) => fold(part.trim()))
    if (first !== undefined && last !== undefined) {
      this.#parted.set(first, [...(this.#parted.get(first) ?? []), { last, classes }])
      return
    }
    if (words.startsWith('=')) this.#accented.add(words.slice(1).normalize('NFC'))
    const parts = words.startsWith('=') ? [words.slice(1).normalize('NFC')] : partsOf(words)
    let node = this.#root
    for (const part of parts) node = follow(node, part)
    const spelled = spellOut(words, this.writing)
    if (spelled !== words) this.#add(spelled, { classes, position, label, service })
    node.entry ??= { classes: new Set(), position: undefined, labels: NONE, services: NONE }
    const { entry } = node
    for (const one of classes) entry.classes.add(one)
    if (position !== undefined) entry.position = position
    if (label !== undefined) entry.labels = [...entry.labels, label]
    if (service !== undefined) entry.services = [...entry.services, service]
    if (classes.some((one) => TOPICS.has(one))) this.#topics.push({ words: parts, entry })
    if (parts.some((part) => part.endsWith('*'))) return
    if (this.writing.unspaced || this.writing.joints.length > 0) {
      const whole = parts.join('')
      this.#whole.set(whole, mergeEntries(this.#whole.get(whole), entry))
      this.#longest = Math.max(this.#longest, whole.length)
    }
    const [only, more] = parts
    if (only === undefined || more !== undefined || only.length < SHORTEST_SLIP) return
    if (!classes.some((one) => SLIPPING.has(one))) return
    this.#slipping.push({ word: only, entry })
  }
}

interface Slipping {
  readonly word: string
  readonly entry: Entry
}

/** Words with a letter left out, to the words. */
function slipsOf(words: readonly Slipping[]): ReadonlyMap<string, readonly Slipping[]> {
  const slips = new Map<string, Slipping[]>()
  for (const slipping of words) {
    for (const key of [slipping.word, ...shortened(slipping.word)]) {
      const others = slips.get(key)
      if (others === undefined) slips.set(key, [slipping])
      else others.push(slipping)
    }
  }
  return slips
}

/** What a question is about; "get it back" speaks of "it" all the same. */
const TOPICS: ReadonlySet<WordClass> = new Set<WordClass>([
  ...([
    'safe',
    'see',
    'store',
    'expire',
    'scope',
    'obtain',
    'need',
    'revoke',
    'must',
    'fail',
    'happen',
    'help',
    'difference',
  ] as const),
  ...(['default', 'everything', 'everywhere'] as const),
])

const UNKNOWN_COST = 2.5
const KNOWN_COST = 1
const NAME_COST = 0.5

/** Stands for a name in a run that is cut: what it names is looked up by its text. */
const NAME: Entry = { classes: new Set(), position: undefined, labels: [], services: [] }

function piecesOf(
  best: readonly { readonly from: number; readonly entry: Entry | undefined }[],
  length: number,
): Piece[] {
  const pieces: Piece[] = []
  for (let end = length; end > 0;) {
    const { from, entry } = best[end] ?? { from: end - 1, entry: undefined }
    const next = pieces[0]
    // What is unknown stays together: it may be one word.
    if (entry === undefined && next !== undefined && next.entry === undefined && next.start === end)
      pieces[0] = { start: from, end: next.end, entry: undefined }
    else pieces.unshift({ start: from, end, entry })
    end = from
  }
  return pieces
}

function mergeEntries(one: MutableEntry | undefined, other: MutableEntry): MutableEntry {
  if (one === undefined || one === other) return other
  return {
    classes: new Set([...one.classes, ...other.classes]),
    position: one.position ?? other.position,
    labels: [...one.labels, ...other.labels],
    services: [...one.services, ...other.services],
  }
}

/** The node behind a word; made where there is none yet. */
function follow(node: Node, part: string): Node {
  const isStem = part.endsWith('*')
  const key = isStem ? part.slice(0, -1) : part
  const map = (isStem ? node.stems : node.next) ?? new Map<string, Node>()
  if (isStem) {
    node.stems = map
    node.longestStem = Math.max(node.longestStem, key.length)
  } else node.next = map
  const known = map.get(key)
  if (known !== undefined) return known
  const made: Node = { entry: undefined, next: undefined, stems: undefined, longestStem: 0 }
  map.set(key, made)
  return made
}

/** What a stem says holds for each word that begins with it, and for longer stems. */
function inherit(node: Node): void {
  const stems = [...(node.stems ?? [])]
  const words = [...(node.next ?? [])]
  if (node.longestStem > 0) {
    for (const [stem, { entry }] of stems) takeFromStems(node, stem, entry, stem.length - 1)
    for (const [word, { entry }] of words) takeFromStems(node, word, entry, word.length)
  }
  for (const [, next] of [...stems, ...words])
    if (next.next !== undefined || next.stems !== undefined) inherit(next)
}

function takeFromStems(node: Node, word: string, entry: MutableEntry | undefined, longest: number): void {
  if (entry === undefined) return
  for (let size = Math.min(longest, node.longestStem); size >= 2; size--) {
    const classes = node.stems?.get(word.slice(0, size))?.entry?.classes
    if (classes !== undefined) for (const one of classes) entry.classes.add(one)
  }
}

function find(
  node: Node,
  words: readonly string[],
  at: number,
  length: number,
): { readonly length: number; readonly entry: Entry } | undefined {
  const word = words[at + length]
  let longest = length > 0 && node.entry !== undefined ? { length, entry: node.entry as Entry } : undefined
  if (word === undefined) return longest
  const exact = node.next?.get(word)
  const found = exact === undefined ? undefined : find(exact, words, at, length + 1)
  if (found !== undefined) longest = found
  for (let size = Math.min(word.length, node.longestStem); size >= 2; size--) {
    const stem = node.stems?.get(word.slice(0, size))
    const other = stem === undefined ? undefined : find(stem, words, at, length + 1)
    if (other === undefined) continue
    // A word that is written out is surer than one that only begins alike.
    if (longest === undefined || other.length > longest.length) longest = other
    break
  }
  return longest
}
