/** The languages that are understood. */
import { ar } from './ar.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { hi } from './hi.ts'
import { it } from './it.ts'
import { ja } from './ja.ts'
import type { Language } from './language.ts'
import { pt } from './pt.ts'
import { ru } from './ru.ts'
import { zh } from './zh.ts'

export type { Language, Vocabulary, Words, Writing } from './language.ts'

/** All languages, English first. */
export const LANGUAGES: readonly Language[] = [en, de, es, fr, pt, it, ja, zh, hi, ru, ar]
