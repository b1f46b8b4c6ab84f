/** Some words of a message, and what can be asked about them. */
import type { WordClass } from './word-class.ts'
import type { Message, Word } from './word.ts'

/** Words that add nothing of their own, wherever they stand. */
const NOTHING: ReadonlySet<WordClass> = new Set<WordClass>(['courtesies', 'little'])

/** Some words that stand together. */
export class Phrase {
  readonly words: readonly Word[]
  /** By its mark, or by how it begins or ends: "is …", "… か". */
  readonly isQuestion: boolean

  /** @param hasMark whether a question mark stands behind it */
  constructor(words: readonly Word[], hasMark: boolean) {
    this.words = words
    this.isQuestion = hasMark || isAskedByForm(words)
  }

  /** A whole message. */
  static of(message: Message): Phrase {
    return new Phrase(message.words, message.questions.size > 0)
  }

  get isEmpty(): boolean {
    return this.words.length === 0
  }

  /** Whether a word of one of these kinds stands in it. */
  has(...kinds: readonly WordClass[]): boolean {
    return this.words.some((word) => is(word, ...kinds))
  }

  /** Whether it asks with a word of one of these kinds; "que" and "من" are little words as well, except at the beginning. */
  asks(...list: readonly WordClass[]): boolean {
    return this.words.some((word, index) => is(word, ...list) && (index === 0 || !is(word, 'little')))
  }

  /** How many words are of one of these kinds. */
  count(...kinds: readonly WordClass[]): number {
    return this.words.filter((word) => is(word, ...kinds)).length
  }

  /** The words that are none of these kinds, and not empty of meaning either. */
  rest(kinds: ReadonlySet<WordClass>, isCovered: (word: Word) => boolean = () => false): readonly Word[] {
    return this.words.filter(
      (word) => ![...word.classes].some((kind) => kinds.has(kind) || NOTHING.has(kind)) && !isCovered(word),
    )
  }

  /** The services it names. */
  get services(): readonly string[] {
    return [...new Set(this.words.flatMap(({ services }) => services))]
  }

  get isNearService(): boolean {
    return this.words.some(({ isNearService }) => isNearService)
  }

  /** The same without some of its words. */
  without(words: ReadonlySet<Word>): Phrase {
    return new Phrase(
      this.words.filter((word) => !words.has(word)),
      this.isQuestion,
    )
  }
}

function isAskedByForm(words: readonly Word[]): boolean {
  const said = words.filter((word) => !is(word, 'courtesies') && !(is(word, 'and') && word === words[0]))
  return (
    (is(said[0], 'asking') && !is(said[0], 'not', 'no')) || (said.length > 1 && is(said.at(-1), 'asking'))
  )
}

/** Whether a word is of one of these kinds. */
export const is = (word: Word | undefined, ...kinds: readonly WordClass[]): boolean =>
  word !== undefined && kinds.some((kind) => word.classes.has(kind))

/** Whether nothing is known of a word. */
export const isUnknown = (word: Word): boolean =>
  word.classes.size === 0 &&
  word.services.length === 0 &&
  word.accounts.length === 0 &&
  word.near.length === 0 &&
  word.labels.length === 0

/** Whether a word names a service. */
export const isService = ({ services }: Word): boolean => services.length > 0

/** Whether a word names an account, exactly or nearly. */
export const isAccount = ({ accounts, near }: Word): boolean => accounts.length > 0 || near.length > 0

/** A set of kinds. */
export const kinds = (...list: readonly WordClass[]): ReadonlySet<WordClass> => new Set(list)
