/** The languages that are understood. */
import { de } from './de.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { en } from './en.ts'
import type { Language } from './language.ts'

export type { Language, Vocabulary, Words, Writing } from './language.ts'

/** All languages, English first. */
export const LANGUAGES: readonly Language[] = [en, de, es, fr]
