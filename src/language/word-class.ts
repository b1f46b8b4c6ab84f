/** The kinds of words that messages are read by. */
import type { Vocabulary } from '../../prompts/languages/language.ts'

/** What a word does in a message: the lists of a language file, and two that are made from its ordered lists. */
export type WordClass = Exclude<keyof Vocabulary, 'ordinals' | 'numbers' | 'labels'> | 'ordinal' | 'number'

/** What a label means, whatever the language. */
export type LabelMeaning = keyof Vocabulary['labels']
