/** The language files hold words, not sentences; every entry can be found, and none says two things that exclude each other. */
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../prompts/languages/index.ts'

/** A short fixed expression; only yes and no may be said in whole sentences. */
const MOST_WORDS = 7

const listsOf = (language: (typeof LANGUAGES)[number]): [string, string][] =>
  Object.entries(language.vocabulary).flatMap(([name, value]): [string, string][] => {
    if (typeof value === 'string') return [[name, value]]
    return Object.entries(value as Record<string, string>).map(([key, words]) => [`${name}.${key}`, words])
  })

const entriesOf = (words: string): string[] =>
  words
    .split(',')
    .map((entry) => entry.replaceAll(/\s+/g, ' ').trim())
    .filter((entry) => entry !== '')

describe.each(LANGUAGES.map((language) => [language.code, language] as const))('%s', (_code, language) => {
  it('holds words, not sentences', () => {
    const long = listsOf(language)
      .filter(([name]) => name !== 'yes' && name !== 'no')
      .flatMap(([name, words]) => entriesOf(words).map((entry) => `${name}: ${entry}`))
      .filter((entry) => entry.split(' ').length > MOST_WORDS + 1)
    expect(long).toEqual([])
  })

  it('has a word in every list but those that its grammar does not need', () => {
    const empty = listsOf(language)
      .filter(([, words]) => entriesOf(words).length === 0)
      .map(([name]) => name)
    expect(empty.filter((name) => name !== 'toBehind' && name !== 'lookalikes')).toEqual([])
  })

  it('says neither yes and no with one word, nor keep and remove', () => {
    const { yes, no, keep, remove, cancel, later } = language.vocabulary
    const both = (one: string, other: string): string[] =>
      entriesOf(one).filter((entry) => entriesOf(other).includes(entry))
    expect([...both(yes, no), ...both(yes, cancel), ...both(yes, later), ...both(keep, remove)]).toEqual([])
  })
})
