/** A message that is taken for English without a look at any vocabulary is English beyond doubt. */
import { expect, it } from 'vitest'
import { isPlainEnglish } from '../../src/language/plain-english.ts'
import { readLabelled } from './labelled.ts'
import { readCorpus, readDeclarations } from './public-sets.ts'

it('no labelled message of another language is', () => {
  const others = readLabelled().filter(({ language }) => language !== 'en')
  expect(others.length).toBeGreaterThan(2_000)
  expect(others.filter(({ text }) => isPlainEnglish(text)).map(({ text }) => text)).toEqual([])
})

it('of the Declaration of Human Rights in more than 500 languages, only what is English, Scots or Nigerian Pidgin is', () => {
  const paragraphs = readDeclarations()
  expect(paragraphs.length).toBeGreaterThan(40_000)
  const taken = paragraphs.filter(isPlainEnglish)
  expect(taken.length).toBeGreaterThan(20)
  expect(taken.length).toBeLessThan(60)
  expect(taken.filter((text) => !/\b(?:the|shall|and|dem)\b/i.test(text))).toEqual([])
})

it('most ordinary English messages are', () => {
  const messages = readCorpus()
  expect(messages.filter(isPlainEnglish).length / messages.length).toBeGreaterThan(0.6)
})

it.each(['', 'ok', 'yes', 'no', 'both', 'the', 'work', '2', '???', 'the 张伟 of with', 'cancel'])(
  'a message that says too little is not: %j',
  (text) => {
    expect(isPlainEnglish(text)).toBe(false)
  },
)

it('a message of any length is looked at no further than its beginning', () => {
  expect(isPlainEnglish(`What is the weather there? ${'x '.repeat(1_000_000)}`)).toBe(false)
  expect(isPlainEnglish('What are the rules of this? '.repeat(40_000))).toBe(true)
})
