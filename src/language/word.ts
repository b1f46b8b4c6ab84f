/** A message that was taken apart: its words, each with what it does. */
import type { LabelMeaning, WordClass } from './word-class.ts'

/** A word or an expression of a message. */
export interface Word {
  readonly text: string
  /** Where it stands in the message (NFC), in UTF-16 units. */
  readonly start: number
  readonly end: number
  readonly classes: ReadonlySet<WordClass>
  /** The place it names, from 0; of a number beyond ten as well. */
  readonly position: number | undefined
  readonly labels: readonly LabelMeaning[]
  readonly services: readonly string[]
  /** Accounts by their exact names. */
  readonly accounts: readonly string[]
  /** Accounts, or a service, that are named nearly. */
  readonly near: readonly string[]
  readonly isNearService: boolean
  /** The marks before it. */
  readonly gap: string
  /** Which quotation it stands in; 0 for none. */
  readonly quotation: number
  /** Sentences are counted from 0. */
  readonly clause: number
}

/** A message that was taken apart and looked up. */
export interface Message {
  /** In NFC. */
  readonly source: string
  readonly words: readonly Word[]
  /** Marks behind the last word. */
  readonly tail: string
  /** Pictures and faces. */
  readonly emoji: readonly string[]
  /** The sentences that end with a question mark. */
  readonly questions: ReadonlySet<number>
  /** Signs of code, lists, headings or quotations of whole lines. */
  readonly isFormatted: boolean
  readonly lines: number
}
