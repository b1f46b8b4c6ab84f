/** The languages that are understood, and those in which people are answered. */
import { ar } from './ar/vocabulary.ts'
import { deReplies } from './de/replies.ts'
import { de } from './de/vocabulary.ts'
import { en } from './en/vocabulary.ts'
import { esReplies } from './es/replies.ts'
import { es } from './es/vocabulary.ts'
import { frReplies } from './fr/replies.ts'
import { fr } from './fr/vocabulary.ts'
import { hiReplies } from './hi/replies.ts'
import { hi } from './hi/vocabulary.ts'
import { itReplies } from './it/replies.ts'
import { it } from './it/vocabulary.ts'
import { jaReplies } from './ja/replies.ts'
import { ja } from './ja/vocabulary.ts'
import type { Language } from './language.ts'
import type { Phrasebook } from './phrasebook.ts'
import { ptReplies } from './pt/replies.ts'
import { pt } from './pt/vocabulary.ts'
import { ruReplies } from './ru/replies.ts'
import { ru } from './ru/vocabulary.ts'
import { zhReplies } from './zh/replies.ts'
import { zh } from './zh/vocabulary.ts'

export type { Language, Vocabulary, Words, Writing } from './language.ts'

/** All languages, English first. */
export const LANGUAGES: readonly Language[] = [en, de, es, fr, pt, it, ja, zh, hi, ru, ar]

/** The phrasebooks of the languages in which people are answered; English stands in the steps' own files. */
export const PHRASEBOOKS: readonly Phrasebook[] = [
  deReplies,
  esReplies,
  frReplies,
  ptReplies,
  itReplies,
  jaReplies,
  zhReplies,
  hiReplies,
  ruReplies,
]
