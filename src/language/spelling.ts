/** How words are written: the expressions of a language file, letters that are typed as others, and slips of the finger. */
import type { Language } from '../../prompts/languages/language.ts'
import type { WordClass } from './word-class.ts'
import { fold, tokenize } from './tokens.ts'

/** A word with each of its letters left out once. */
export function shortened(word: string): string[] {
  return Array.from({ length: word.length }, (_, index) => word.slice(0, index) + word.slice(index + 1))
}

/** Whether one letter is wrong, missing, too many, or changed places with the next; the first one has to be right. */
export function isSlip(said: string, meant: string): boolean {
  if (said === meant || said.charAt(0) !== meant.charAt(0)) return false
  const [short, long] = said.length < meant.length ? [said, meant] : [meant, said]
  if (long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && short.charAt(at) === long.charAt(at)) at += 1
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1)
  if (short.slice(at + 1) === long.slice(at + 1)) return true
  return (
    short.charAt(at) === long.charAt(at + 1) &&
    short.charAt(at + 1) === long.charAt(at) &&
    short.slice(at + 2) === long.slice(at + 2)
  )
}

/** An expression as it was written down, and what it does; a stem keeps its star. */
export interface Expression {
  readonly words: readonly string[]
  /** None for a service's name. */
  readonly kind: WordClass | undefined
}

/** The expressions of some lists of a language, and what services are called in it. */
export function expressionsOf(
  { vocabulary, services, writing }: Language,
  lists: readonly Exclude<WordClass, 'ordinal' | 'number'>[],
): Expression[] {
  const read = (list: string, kind: WordClass | undefined): Expression[] =>
    split(list)
      .filter((words) => !words.includes('…'))
      .flatMap((words) => [...new Set([words, spellOut(words, writing)])])
      .map((words) => ({ words: partsOf(words.replace(/^=/, '')), kind }))
  return [
    ...lists.flatMap((kind) => read(vocabulary[kind], kind)),
    ...Object.values(services).flatMap((list) => read(list, undefined)),
  ]
}

/** "Verknuepfen": letters that a keyboard lacks are typed as two. */
export function spellOut(words: string, { spelledOut = {} }: Language['writing']): string {
  let spelled = words
  for (const [letter, typed] of Object.entries(spelledOut)) spelled = spelled.replaceAll(letter, typed)
  return spelled
}

/** The words of an expression, as they are compared. */
export function partsOf(words: string): string[] {
  if (PLAIN.test(words)) return words.split(' ')
  if (!words.includes('*')) return tokenize(words).list.map(({ text }) => text)
  return words.split(' ').map((word) => (word.endsWith('*') ? `${fold(word.slice(0, -1))}*` : fold(word)))
}

const PLAIN = /^[a-z]+(?: [a-z]+)*\*?$/

/** The entries of a list of a language file. */
export function split(list: string): string[] {
  return list
    .split(',')
    .map((words) => words.replaceAll(/\s+/g, ' ').trim())
    .filter((words) => words !== '')
}
