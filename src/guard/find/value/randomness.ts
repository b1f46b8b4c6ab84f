/** How much a text looks drawn by lot rather than written by a person. */

import { wordShare } from './words.ts'

/** Shannon entropy of the characters, in bits each. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

/** How often a text changes between lower case, upper case, digit, and other: high in tokens, low in names. */
export function classChanges(text: string): number {
  let changes = 0
  let before = ''
  for (const character of text) {
    const kind = /[a-z]/.test(character)
      ? 'a'
      : /[A-Z]/.test(character)
        ? 'A'
        : /[0-9]/.test(character)
          ? '0'
          : '-'
    if (before !== '' && kind !== before) changes++
    before = kind
  }
  return changes
}

/**
 * Tells whether a body of 14 characters or more was most likely drawn by lot: both letters and digits, well mixed, and
 * hardly a word among the letters.
 */
export function looksRandom(body: string): boolean {
  if (body.length < 14 || (wordShare(body) >= 0.5 && !/^[0-9a-f]+$/i.test(body))) return false
  const letters = /[A-Za-z]/.test(body)
  const digits = /[0-9]/.test(body)
  const mixedCase = /[a-z]/.test(body) && /[A-Z]/.test(body)
  if (!letters || !(digits || mixedCase)) return false
  // Names in snake, kebab or camel case are words with separators; in drawn text the classes change all the time.
  const needed = digits && mixedCase ? body.length / 5 : digits ? body.length / 6 : body.length / 3
  return classChanges(body) >= needed && entropyOf(body) >= (body.length >= 20 ? 3.2 : 3)
}
