/** What people say is read as it was meant, in eleven languages, by the rules alone. */
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../prompts/languages/index.ts'
import { Reader } from '../../src/language/index.ts'
import { inShort, isExpected, readLabelled, SERVICES } from './labelled.ts'
import type { Labelled } from './labelled.ts'

/** What is asked for, in per cent: of English, of every other language, and of the set that nothing was tuned on. */
const LEAST = { en: 97, other: 92 }

const labelled = readLabelled()
const reader = new Reader(LANGUAGES, SERVICES)
const isRight = (message: Labelled): boolean =>
  isExpected(message, reader.read(message.text, message.situation).reading)

/** Messages that are read otherwise than they are labelled, for the report of a failure. */
function misread(messages: readonly Labelled[]): string[] {
  return messages
    .filter((message) => !isRight(message))
    .map((message) => {
      const { reading } = reader.read(message.text, message.situation)
      return `${message.place} [${message.section}] ${message.text} — ${message.expected.join(' / ')}, read as ${inShort(reading)}`
    })
}

const share = (messages: readonly Labelled[]): number =>
  messages.length === 0 ? 100 : (100 * messages.filter(isRight).length) / messages.length

describe('the labelled set', () => {
  it('holds 600 messages and more, of ten languages and more, in every situation', () => {
    const sections = new Set(labelled.map(({ section }) => section.split(' ')[0]))
    expect(labelled.length).toBeGreaterThanOrEqual(600)
    expect(new Set(labelled.map(({ language }) => language)).size).toBeGreaterThanOrEqual(10)
    expect([...sections].sort()).toEqual([
      ...[
        'account',
        'add',
        'elsewhere',
        'field',
        'name',
        'nothing',
        'removal',
        'retry',
        'secret',
        'service',
        'told',
      ],
    ])
  })

  it('holds no message twice in the same situation', () => {
    const keys = labelled.map(({ language, section, text }) => `${language} ${section} ${text}`)
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  })

  it.each(LANGUAGES.map(({ code }) => code))('is read as it was meant in %s', (code) => {
    const messages = labelled.filter(({ language }) => language === code)
    expect(messages.length).toBeGreaterThanOrEqual(80)
    expect(share(messages), misread(messages).join('\n')).toBeGreaterThanOrEqual(
      code === 'en' ? LEAST.en : LEAST.other,
    )
  })

  it('is read nearly as well where nothing is known of the language of the conversation', () => {
    const messages = labelled.map((message) => ({
      ...message,
      situation: { ...message.situation, language: null },
    }))
    expect(share(messages), misread(messages).join('\n')).toBeGreaterThanOrEqual(LEAST.other)
  })

  it('comes out as this table says: right of all, by language', () => {
    const rows = LANGUAGES.map(({ code }) => {
      const messages = labelled.filter(({ language }) => language === code)
      return { language: code, messages: messages.length, right: Number(share(messages).toFixed(1)) }
    })
    console.table(rows)
    expect(rows.every(({ right }) => right >= LEAST.other)).toBe(true)
  })
})
