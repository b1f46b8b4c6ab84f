/** Ordinary messages are left alone: whole public sets, sentences that name a service, documentation. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../prompts/languages/index.ts'
import { Reader } from '../../src/language/index.ts'
import type { Situation } from '../../src/language/index.ts'
import { inShort, NOTHING_OPEN, SERVICES } from './labelled.ts'
import { readCorpus, readDeclarations, readDocumentation, readFortunes } from './public-sets.ts'

/** Of so many messages one may be interrupted. */
const ONE_IN = 10_000
/** Of the public sets one message in so many is read; `npm run bench -- understanding` reads them all. */
const ONE_READ_IN = 5
/** Hundreds of thousands of messages on a busy machine. */
const TIMEOUT_MS = 240_000

const reader = new Reader(LANGUAGES, SERVICES)
const NEWCOMER: Situation = { ...NOTHING_OPEN, accounts: [] }

function interrupted(messages: readonly string[], situation: Situation): string[] {
  return messages.flatMap((text) => {
    const { reading } = reader.read(text, situation)
    return reading.kind === 'none' ? [] : [`${inShort(reading)}: ${text}`]
  })
}

const mentions = ['en.txt', 'other.txt'].flatMap((file) =>
  readFileSync(join(import.meta.dirname, 'mentions', file), 'utf8')
    .split('\n')
    .filter((line) => line !== ''),
)

describe('with eight services configured, of ordinary messages one in ten thousand at most is interrupted', () => {
  it.each([
    ['nlp-corpus', readCorpus],
    ['the Declaration of Human Rights', readDeclarations],
    ['fortunes', readFortunes],
  ] as const)(
    '%s',
    (_name, read) => {
      const messages = read().filter((_, index) => index % ONE_READ_IN === 0)
      const wrong = interrupted(messages, NEWCOMER)
      expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(Math.ceil(messages.length / ONE_IN))
    },
    TIMEOUT_MS,
  )
})

describe('sentences that name a service and need no account', () => {
  it('are 500 and more', () => {
    expect(new Set(mentions).size).toBeGreaterThanOrEqual(500)
  })

  it.each([
    ['somebody without accounts', NEWCOMER],
    ['somebody with accounts', NOTHING_OPEN],
  ] as const)('are left alone for %s, but for two at most', (_who, situation) => {
    const wrong = interrupted(mentions, situation)
    expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(2)
  })
})

it('paragraphs of documentation that name GitHub are left alone', () => {
  const paragraphs = readDocumentation('github', 1_000)
  expect(paragraphs.length).toBeGreaterThan(200)
  expect(interrupted(paragraphs, NEWCOMER)).toEqual([])
  expect(interrupted(paragraphs, NOTHING_OPEN)).toEqual([])
})
