/** Every language says the same things, with the same facts, and what people are told to say is understood. */
import { describe, expect, it } from 'vitest'
import { REPLY_LANGUAGES } from '../../prompts/languages/codes.ts'
import { LANGUAGES, PHRASEBOOKS } from '../../prompts/languages/index.ts'
import { deReplies } from '../../prompts/languages/de/replies.ts'
import { type COMMANDS, FACTS } from '../../prompts/languages/phrasebook.ts'
import { createReplies, ENGLISH } from '../../prompts/languages/replies.ts'
import { Reader } from '../../src/language/index.ts'
import { inShort, SERVICES, situationOf } from './labelled.ts'

const reader = new Reader(LANGUAGES, SERVICES)
const books = PHRASEBOOKS.map((book) => [book.code, book] as const)
const github = { name: 'GitHub', credentialName: 'personal access token' }
const account = (name: string, label: string | null = null) => ({
  name,
  label,
  active: true,
  isDefault: false,
})
const both = [account('ranaroussi', 'personal'), account('muxi-ai', 'work')]

it('nine languages are answered in besides English', () => {
  expect(books.map(([code]) => code).sort()).toEqual(['de', 'es', 'fr', 'hi', 'it', 'ja', 'pt', 'ru', 'zh'])
  expect(['en', ...books.map(([code]) => code)].sort()).toEqual([...REPLY_LANGUAGES].sort())
})

describe.each(books)('%s', (code, { phrases, commands }) => {
  it('holds in each sentence the facts that it needs, and no other', () => {
    const wrong = Object.entries(FACTS).flatMap(([key, facts]) => {
      const held = [...(phrases[key as keyof typeof FACTS] ?? '').matchAll(/\{(\w+)\}/g)].map(
        ([, name]) => name,
      )
      return [...new Set(held)].sort().join() === [...facts].sort().join() ? [] : [`${key}: ${held.join()}`]
    })
    expect(wrong).toEqual([])
  })

  it('has a sentence for every key, none of them empty, none of them English', () => {
    expect(Object.keys(phrases).sort()).toEqual(Object.keys(FACTS).sort())
    expect(Object.values(phrases).filter((phrase) => phrase.trim() === '')).toEqual([])
    expect(Object.values(phrases).filter((phrase) => /\b(?:the|please|your|cannot)\b/i.test(phrase))).toEqual(
      [],
    )
  })

  const say = (command: (typeof COMMANDS)[number], section: string, language: string | null): string => {
    const text = commands[command].replace('{service}', 'GitHub')
    return inShort(reader.read(text, { ...situationOf(section, code), language }).reading)
  }

  it.each([
    ['cancel', 'secret', 'cancel'],
    ['cancel', 'account', 'cancel'],
    ['cancel', 'name', 'cancel'],
    ['cancel', 'retry', 'cancel'],
    ['cancel', 'elsewhere', 'cancel'],
    ['cancel', 'service', 'cancel'],
    ['again', 'retry', 'again'],
    ['done', 'elsewhere', 'again'],
    ['both', 'account', 'accounts all'],
    ['all', 'account', 'accounts all'],
    ['no', 'add', 'no'],
    ['add', 'nothing newcomer', 'add github'],
    ['add', 'nothing', 'add github'],
    ['addAny', 'nothing newcomer', 'add ?'],
    ['remove', 'nothing', 'remove github ?'],
    ['usage', 'nothing', 'usage github'],
  ] as const)('understands what it tells people to say: %s, asked for %s', (command, section, expected) => {
    expect(say(command, section, code)).toBe(expected)
  })

  it('understands its requests from somebody of whose language nothing is known', () => {
    expect(say('add', 'nothing newcomer', null)).toBe('add github')
    expect(say('remove', 'nothing', null)).toBe('remove github ?')
    expect(say('usage', 'nothing', null)).toBe('usage github')
  })
})

describe('a text', () => {
  it.each(books)('names what the English one names, in %s', (_code, book) => {
    const replies = createReplies(book)
    const said = [
      replies.askAccount.which({ service: github, accounts: both }),
      replies.askAccount.notFound({ service: github, accounts: both }),
      replies.manageAccounts.confirmRemoval({ service: github, accounts: both }),
      replies.manageAccounts.removed({ service: github, accounts: both }),
    ]
    for (const text of said) for (const { name } of both) expect(text).toContain(name)
    expect(replies.lockout.locked({ service: github, minutes: 15, waits: true })).toMatch(/15|१५/)
    expect(replies.validate.nowHave({ service: github, accounts: both })).toContain('ranaroussi, muxi-ai')
    const asked = { service: github, why: 'use', field: null, isFirst: true, account: null } as const
    expect(replies.collectInline.ask(asked)).toContain('personal access token')
  })

  it.each(books)(
    'shows what a name holds as it is, braces and dollar signs included, in %s',
    (_code, book) => {
      const replies = createReplies(book)
      for (const name of ['{cancel}', '{accounts}', "$&$'$`", '{{service}}', '$1']) {
        const text = replies.manageAccounts.defaultSet({ service: github, account: account(name) })
        expect(text).toContain(name)
      }
    },
  )

  it('puts lists and times into words as the language does', () => {
    const de = createReplies(deReplies)
    expect(de.askAccount.which({ service: github, accounts: both })).toContain(
      'ranaroussi (personal) und muxi-ai (work)',
    )
    expect(de.lockout.locked({ service: github, minutes: 1, waits: false })).toContain('1 Minute ')
    expect(de.lockout.locked({ service: github, minutes: 15, waits: false })).toContain('15 Minuten')
    expect(de.lockout.locked({ service: github, minutes: 180, waits: false })).toContain('3 Stunden')
  })

  it('stays as it is in English', () => {
    expect(ENGLISH.askAccount.which({ service: github, accounts: both })).toBe(
      'You have two GitHub accounts: ranaroussi (personal) and muxi-ai (work). Which one?',
    )
  })
})
