/** What people say is read as it was meant, in eleven languages, by the rules alone. */
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../prompts/languages/index.ts'
import { Reader } from '../../src/language/index.ts'
import { inShort, isExpected, readLabelled, SERVICES } from './labelled.ts'

/** What is asked for, in per cent. */
const LEAST = { en: 97, other: 92 }

const labelled = readLabelled()
const reader = new Reader(LANGUAGES, SERVICES)

/** Messages that are read otherwise than they are labelled, for the report of a failure. */
function misread(messages: typeof labelled): string[] {
  return messages.flatMap((message) => {
    const { reading } = reader.read(message.text, message.situation)
    return isExpected(message, reading)
      ? []
      : [`${message.place} [${message.section}] ${message.text} — ${message.expected.join(' / ')}, read as ${inShort(reading)}`]
  })
}

const share = (wrong: number, all: number): number => (100 * (all - wrong)) / all

describe('the labelled set', () => {
  it('holds 600 messages and more, of ten languages and more, in every situation', () => {
    const sections = new Set(labelled.map(({ section }) => section.split(' ')[0]))
    expect(labelled.length).toBeGreaterThanOrEqual(600)
    expect(new Set(labelled.map(({ language }) => language)).size).toBeGreaterThanOrEqual(10)
    expect([...sections].sort()).toEqual(
      ['account', 'add', 'elsewhere', 'field', 'name', 'nothing', 'removal', 'retry', 'secret', 'service', 'told'],
    )
  })

  it('holds no message twice in the same situation', () => {
    const keys = labelled.map(({ language, section, text }) => `${language} ${section} ${text}`)
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  })

  it.each(LANGUAGES.map(({ code }) => code))('is read as it was meant in %s, and so is the third that nothing was tuned on', (code) => {
    const messages = labelled.filter(({ language }) => language === code)
    const heldOut = messages.filter(({ isHeldOut }) => isHeldOut)
    const least = code === 'en' ? LEAST.en : LEAST.other
    expect(messages.length).toBeGreaterThanOrEqual(80)
    const wrong = misread(messages)
    expect(share(wrong.length, messages.length), wrong.join('\n')).toBeGreaterThanOrEqual(least)
    expect(share(misread(heldOut).length, heldOut.length)).toBeGreaterThanOrEqual(LEAST.other)
  })

  it('is read nearly as well where nothing is known of the language of the conversation', () => {
    const messages = labelled.map((message) => ({ ...message, situation: { ...message.situation, language: null } }))
    const wrong = misread(messages)
    expect(share(wrong.length, messages.length), wrong.join('\n')).toBeGreaterThanOrEqual(LEAST.other)
  })
})
