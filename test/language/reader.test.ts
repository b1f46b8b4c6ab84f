/** What a reading depends on besides the words: what was asked, whether it was the last thing said, which accounts there are. */
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../prompts/languages/index.ts'
import { Reader } from '../../src/language/index.ts'
import type { KnownAccount, Reading, Situation } from '../../src/language/index.ts'
import { inShort, NOTHING_OPEN, SERVICES, situationOf } from './labelled.ts'

const reader = new Reader(LANGUAGES, SERVICES)
const read = (text: string, situation: Situation): Reading => reader.read(text, situation).reading
const say = (text: string, section: string): string => inShort(read(text, situationOf(section, 'en')))

const account = (id: string, service: string, name: string, label: string | null = null): KnownAccount => ({
  id,
  service,
  name,
  label,
  isUsed: false,
})

describe('a question that is not the last thing said any more', () => {
  const bare = [
    'yes',
    'ok',
    'sure, go ahead',
    'do it',
    'no',
    '2',
    'both',
    'the second one',
    'again',
    'done',
    '👍',
    'ja',
    'sí',
    'oui',
    'はい',
    '好',
  ]

  it.each([
    'account disarmed',
    'removal disarmed',
    'add disarmed',
    'retry disarmed',
    'elsewhere disarmed',
    'secret disarmed',
  ])('takes no bare answer (%s)', (section) => {
    for (const text of bare) expect(`${text}: ${say(text, section)}`).toBe(`${text}: none`)
  })

  it('takes the name of an account, which can mean nothing else', () => {
    expect(say('muxi-ai', 'account disarmed')).toBe('accounts muxi-ai')
    expect(say('the personal one', 'account disarmed')).toBe('accounts ranaroussi')
  })

  it('answers no "why?" and no "is it safe?", which may be about what the agent said', () => {
    expect(say('why?', 'secret disarmed')).toBe('none')
    expect(say('is it safe?', 'secret disarmed')).toBe('none')
  })
})

describe('a yes to a removal', () => {
  it.each([
    'no, only work',
    'wait',
    'why?',
    'no 😅',
    'undo',
    'hmm',
    'yes?',
    'did you remove it?',
    'yes... no',
    'yes, but not the work one',
    'muxi-ai',
    'no muxi-ai',
    'not yet',
    'sure, tomorrow',
    'ok wait',
    "don't remove it",
    'never',
    'maybe yes',
    'yes and show me my repos',
    'what does yes do?',
  ])('is not read out of "%s"', (text) => {
    expect(read(text, situationOf('removal', 'en')).kind).not.toBe('yes')
    expect(read(text, situationOf('removal both', 'en')).kind).not.toBe('yes')
  })

  it.each([
    ['not both', []],
    ['only muxi-ai', ['muxi-ai']],
    ['just the first', ['ranaroussi']],
    ['not ranaroussi', ['muxi-ai']],
    ['keep muxi-ai', ['ranaroussi']],
    ['keep work, remove personal', ['ranaroussi']],
  ])('"%s" narrows it', (text, accounts) => {
    expect(read(text, situationOf('removal both', 'en'))).toEqual({ kind: 'only', accounts })
  })
})

describe('names', () => {
  const situation = (accounts: readonly KnownAccount[]): Situation => ({
    ...NOTHING_OPEN,
    question: 'account',
    armed: true,
    service: 'github',
    accounts,
    offered: accounts,
  })

  it('are told apart by their accents, and found without them only nearly', () => {
    const offered = [account('1', 'github', 'Ål'), account('2', 'github', 'Öl')]
    expect(read('ål', situation(offered))).toMatchObject({ accounts: ['1'], by: 'name' })
    expect(read('Öl', situation(offered))).toMatchObject({ accounts: ['2'], by: 'name' })
  })

  it.each(['张伟', 'José Müller', 'мой-логин', 'राहुल', 'Ünïcödé', 'O’Brien', 'a.b_c', '仕事用'])(
    'are found in any script: %s',
    (name) => {
      const offered = [account('1', 'github', 'somebody'), account('2', 'github', name)]
      expect(read(name, situation(offered))).toEqual({
        kind: 'accounts',
        accounts: ['2'],
        all: false,
        by: 'name',
      })
      expect(read(`${name}!`, situation(offered))).toMatchObject({ accounts: ['2'] })
    },
  )

  it.each(['yes', 'both', 'second', 'none', '1'])('that answer as well leave it open: %s', (name) => {
    const offered = [account('1', 'github', 'somebody'), account('2', 'github', name)]
    expect(read(name, situation(offered))).toEqual({ kind: 'unsure' })
  })

  it('that two accounts share mean both', () => {
    const offered = [account('1', 'github', 'one', 'work'), account('2', 'github', 'two', 'work')]
    expect(read('work', situation(offered))).toMatchObject({ accounts: ['1', '2'] })
  })

  it.each([
    'ranarousi',
    'Muxi',
    'muxi ai',
    'MUXIAI',
    'das Arbeitskonto',
    'el del trabajo',
    '仕事用',
    '工作的',
  ])('that are not said exactly are marked as near: %s', (text) => {
    expect(read(text, situationOf('account', 'en'))).toMatchObject({ kind: 'accounts', by: 'near' })
  })

  it('inside an address, a path or a longer word name nobody', () => {
    for (const text of [
      'muxi-ai/roadmap',
      'https://github.com/muxi-ai',
      'me@muxi-ai.com',
      'muxi-ai2',
      'xmuxi-ai',
    ])
      expect(read(text, situationOf('account', 'en')).kind).not.toBe('accounts')
  })

  it('of a place that is not there name nobody', () => {
    for (const text of ['3', 'the third one', '0', 'number nine', '99'])
      expect(say(text, 'account')).toBe('unsure')
  })
})

describe('a new name', () => {
  it.each([
    ['rename muxi-ai to Größenwahn AG', 'Größenwahn AG'],
    ['rename muxi-ai to "to be or not"', 'to be or not'],
    ['rename muxi-ai to personal', 'personal'],
    ['please rename my work account to HQ, thanks', 'HQ'],
    ['benenne muxi-ai in Straße 7 um', 'Straße 7'],
    ['переименуй muxi-ai в Ёлка', 'Ёлка'],
    ['muxi-aiの名前を「本社」に変更して', '本社'],
    ['把muxi-ai改名为总部', '总部'],
    ['muxi-ai का नाम मुख्यालय रख दो', 'मुख्यालय'],
  ])('is given back as it was typed: %s', (text, label) => {
    expect(read(text, { ...NOTHING_OPEN })).toMatchObject({ kind: 'rename', accounts: ['muxi-ai'], label })
  })

  it('that is longer than a name is none', () => {
    const text = `rename muxi-ai to ${'x'.repeat(65)}`
    expect(read(text, NOTHING_OPEN)).not.toMatchObject({ label: 'x'.repeat(65) })
  })
})

describe('"it", "that one" and "the other one"', () => {
  const spoken = { ...NOTHING_OPEN, spoken: { service: 'github', accounts: ['muxi-ai'] } }

  it('mean what was last spoken of', () => {
    expect(inShort(read('remove it', spoken))).toBe('remove github muxi-ai')
    expect(inShort(read('make that one my default', spoken))).toBe('default github muxi-ai')
    expect(inShort(read('use the other one', spoken))).toBe('switch github ranaroussi')
  })

  it('mean nothing where nothing was spoken of', () => {
    for (const text of ['remove it', 'make that one my default', 'use the other one', 'call it shop'])
      expect(inShort(read(text, NOTHING_OPEN))).toBe('none')
  })
})

describe('what belongs to the host', () => {
  const newcomer = { ...NOTHING_OPEN, accounts: [] }

  it.each([
    'delete my account',
    'close my account',
    'what is my account balance?',
    'list my accounts',
    'I forgot my PIN',
    'delete my data',
    'change my password',
    'my card was stolen',
    'I want to open an account',
    'forget everything about me',
    'switch to my savings account',
    'set my default account',
  ])('passes for somebody without a connected account: %s', (text) => {
    expect(inShort(read(text, newcomer))).toBe('none')
  })
})

describe('the language of a message', () => {
  it.each([
    ['which accounts do I have?', 'en'],
    ['welche konten habe ich?', 'de'],
    ['qué cuentas tengo?', 'es'],
    ['quels comptes j’ai ?', 'fr'],
    ['quais contas eu tenho?', 'pt'],
    ['quali account ho?', 'it'],
    ['どのアカウントがありますか', 'ja'],
    ['我有哪些账号', 'zh'],
    ['मेरे कौन से अकाउंट हैं', 'hi'],
    ['какие у меня аккаунты', 'ru'],
    ['ما هي حساباتي', 'ar'],
  ])('is told from its words: %s', (text, code) => {
    expect(reader.read(text, NOTHING_OPEN).language).toBe(code)
  })

  it('is the conversation’s where the words are those of several', () => {
    expect(reader.read('no', { ...situationOf('add', 'es'), language: 'es' }).language).toBe('es')
    expect(reader.read('no', { ...situationOf('add', 'it'), language: 'it' }).language).toBe('it')
    expect(reader.read('ok', { ...situationOf('add', 'de'), language: 'de' }).language).toBe('de')
  })
})

describe('the cost of a message', () => {
  const time = (text: string, situation: Situation): number => {
    const begin = performance.now()
    reader.read(text, situation)
    return performance.now() - begin
  }

  it('does not grow with what is too long to be a command', () => {
    const long = 'remove my github account '.repeat(50_000)
    expect(long.length).toBeGreaterThan(2 ** 20)
    expect(read(long, situationOf('removal', 'en')).kind).toBe('none')
    expect(time(long, NOTHING_OPEN)).toBeLessThan(50)
  })

  it.each([
    ['one letter', 'a'.repeat(790)],
    ['quotation marks', '"'.repeat(790)],
    ['hyphens', 'git-'.repeat(190)],
    ['letters without blanks', '削除'.repeat(390)],
    ['names', 'muxi-ai '.repeat(99)],
    ['numbers', '2 '.repeat(390)],
    ['joined words', 'arbeitskonto'.repeat(60)],
    ['faces', '👍'.repeat(390)],
    ['joiners', 'a\u200d'.repeat(390)],
  ])('is small for the worst of %s', (_name, text) => {
    for (const section of ['nothing', 'account', 'removal both', 'secret'])
      expect(time(text, situationOf(section, 'en'))).toBeLessThan(500)
  })
})

describe('the language of a message is not told by a name, or by English words that another language has borrowed', () => {
  it.each([
    ...[
      'remove Ål',
      'rename muxi-ai to Client Work',
      'add password reset to my github repo',
      'remove muxi-ai',
    ],
    ...['DigitalOcean', 'muxi ai', 'sendgrid', 'bananas', 'ranar\u043eussi', 'general', 'reset the lock'],
  ])('%s', (text) => {
    expect(['en', null]).toContain(reader.languageOf(text, null))
  })

  it('and stays that of the conversation where a word tells nothing', () => {
    expect(reader.languageOf('abbrechen', 'de')).toBe('de')
    expect(reader.languageOf('cancelar', 'es')).toBe('es')
  })

  it('characters alone are Chinese, unless the conversation is Japanese', () => {
    expect(reader.languageOf('取消', null)).toBe('zh')
    expect(reader.languageOf('取消', 'ja')).toBe('ja')
    expect(reader.languageOf('キャンセル', null)).toBe('ja')
    expect(reader.languageOf('取り消して', null)).toBe('ja')
  })
})
