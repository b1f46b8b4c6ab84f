/** T-126: a value we hold is taken out in whatever spelling it comes back, whole or in parts, and nothing else is. */
import { describe, expect, it } from 'vitest'
import { createScrubber, type Scrubber } from '../../src/guard/index.ts'
import { Secret } from '../../src/secret.ts'
import { randomText } from '../../src/testing/random-text.ts'
import { makeToken } from './corpus/tokens.ts'
import { Random } from './corpus/random.ts'
import { makeMessages } from './corpus/traffic.ts'

const random = new Random(126)
const github = makeToken(random, 'github').value
/** Of known and of unknown shape, chosen and drawn. */
const SECRETS: Readonly<Record<string, string>> = {
  'a token of known shape': `ghp_${randomText(36)}`,
  'a key of no known shape': randomText(40),
  'a UUID': '7d1f3c52-9b0e-4d6a-8f27-5c1e0b9a6d43',
  'a password with signs': `Tr0m${randomText(5)}!b0ne#42`,
  'a passphrase': 'mossy lantern quietly orbits',
  'a password beyond ASCII': `Schlüssel-${randomText(8)}-漢字仮名`,
}

type Spell = (value: string) => string
const codes = (value: string): number[] => [...Buffer.from(value)]
const hex = (code: number): string => code.toString(16).padStart(2, '0')
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
function base32(value: string): string {
  const bits = codes(value)
    .map((code) => code.toString(2).padStart(8, '0'))
    .join('')
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => BASE32.charAt(Number.parseInt(five.padEnd(5, '0'), 2)))
    .join('')
}
const rot13: Spell = (value) =>
  value.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base)
  })

const SPELLINGS: Readonly<Record<string, Spell>> = {
  'as it is': (value) => value,
  reversed: (value) => [...value].reverse().join(''),
  rot13,
  'in hexadecimal': (value) => codes(value).map(hex).join(''),
  'in capital hexadecimal': (value) => codes(value).map(hex).join('').toUpperCase(),
  'in mixed hexadecimal': (value) =>
    codes(value)
      .map((code, at) => (at % 2 === 0 ? hex(code).toUpperCase() : hex(code)))
      .join(''),
  'in hexadecimal with colons': (value) => codes(value).map(hex).join(':'),
  'in hexadecimal with dashes': (value) => codes(value).map(hex).join('-'),
  'in hexadecimal with blanks and lines': (value) =>
    codes(value)
      .map((code, at) => hex(code) + (at % 8 === 7 ? '\n' : ' '))
      .join(''),
  'as 0x bytes': (value) =>
    codes(value)
      .map((code) => `0x${hex(code)}`)
      .join(', '),
  'as decimal bytes': (value) => codes(value).join(','),
  'as a pretty list of bytes': (value) => JSON.stringify(codes(value), undefined, 2),
  'as octal escapes': (value) =>
    codes(value)
      .map((code) => `\\${code.toString(8).padStart(3, '0')}`)
      .join(''),
  'in base32': base32,
  'in small base32 with blanks': (value) => base32(value).toLowerCase().replace(/.{4}/g, '$& '),
  'in base64': (value) => Buffer.from(value).toString('base64'),
  'in base64 behind one byte': (value) => Buffer.from(`x${value}`).toString('base64'),
  'in base64 behind two bytes': (value) => Buffer.from(`xy${value}z`).toString('base64'),
  'in base64url': (value) => Buffer.from(`{"k":"${value}"}`).toString('base64url'),
  'in wrapped base64': (value) =>
    Buffer.from(`{"k":"${value}"}`).toString('base64').replace(/.{20}/g, '$&\n'),
  'fully percent-encoded': (value) =>
    codes(value)
      .map((code) => `%${hex(code)}`)
      .join(''),
  'percent-encoded twice': (value) =>
    codes(value)
      .map((code) => `%25${hex(code).toUpperCase()}`)
      .join(''),
  'in JSON escapes': (value) =>
    Array.from(value, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  'in \\x escapes': (value) =>
    codes(value)
      .map((code) => `\\x${hex(code)}`)
      .join(''),
  'in decimal entities': (value) =>
    codes(value)
      .map((code) => `&#${code};`)
      .join(''),
  'in hexadecimal entities': (value) =>
    codes(value)
      .map((code) => `&#x${hex(code)};`)
      .join(''),
  'with zero-width spaces': (value) => [...value].join('\u200b'),
  'with blanks': (value) => [...value].join(' '),
  'with dashes': (value) => [...value].join('-'),
  'as a list of letters': (value) => JSON.stringify([...value]),
  'in two strings': (value) => `"${value.slice(0, 14)}" + "${value.slice(14)}"`,
  'over lines': (value) => value.replace(/.{7}/gu, '$&\n'),
}
/** Escapes of single units spell letters beyond ASCII by other numbers than their bytes. */
const OF_BYTES = /JSON escapes|entities/

/** The most characters of the value that a spelled text still shows in a row. */
function longestLeft(clean: string, spelled: string): number {
  let longest = 0
  for (let start = 0; start < spelled.length; start++) {
    let end = start + longest + 1
    while (end <= spelled.length && clean.includes(spelled.slice(start, end))) longest = end++ - start
  }
  return longest
}

async function streamed(scrubber: Scrubber, pieces: readonly string[]): Promise<string> {
  const stream = scrubber.stream()
  const writer = stream.writable.getWriter()
  const read = (async () => {
    let all = ''
    for await (const piece of stream.readable) all += piece
    return all
  })()
  for (const piece of pieces) await writer.write(piece)
  await writer.close()
  return read
}

describe.each(Object.entries(SECRETS))('T-126 %s', (name, value) => {
  const scrubber = createScrubber([{ secret: Secret.fromText(value), kind: 'password' }])
  const spellings = Object.entries(SPELLINGS).filter(
    ([spelling]) => !(name.endsWith('beyond ASCII') && OF_BYTES.test(spelling)),
  )

  it.each(spellings)('%s is taken out, whole', (_, spell) => {
    const spelled = spell(value)
    const clean = scrubber.text(`it is ${spelled} , as was said`)
    expect(clean).toContain('removed]')
    // So little of a spelled text stays that it says nothing: less than twelve characters of the value.
    expect(longestLeft(clean, spelled)).toBeLessThan(Math.max(8, (spelled.length / value.length) * 6))
    expect(clean).toMatch(/as was said$/)
  })

  it.each(spellings)('%s is taken out of a stream, split anywhere', async (_, spell) => {
    const spelled = spell(value)
    const text = `it is ${spelled} , as was said`
    for (let at = 3; at < text.length; at += 5) {
      const clean = await streamed(scrubber, [text.slice(0, at), text.slice(at, at + 9), text.slice(at + 9)])
      expect(longestLeft(clean, spelled), `split at ${at}`).toBeLessThan(
        Math.max(9, (spelled.length / value.length) * 7),
      )
    }
  })
})

describe('T-126 parts', () => {
  const value = randomText(40)
  const scrubber = createScrubber([Secret.fromText(value)])

  it.each([
    ['the first 20', value.slice(0, 20)],
    ['the last 30', value.slice(-30)],
    ['the middle 12', value.slice(14, 26)],
    ['the first 20 in capitals', value.slice(0, 20).toUpperCase()],
    ['the last 15, reversed', [...value.slice(-15)].reverse().join('')],
    ['the first 24 in base64', Buffer.from(value.slice(0, 24)).toString('base64')],
    ['the last 16 in hexadecimal', Buffer.from(value.slice(-16)).toString('hex')],
  ])('%s of 40 characters are taken out', (_, part) => {
    const clean = scrubber.text(`starts with ${part}…`)
    expect(longestLeft(clean, part)).toBeLessThan(8)
    expect(clean).toContain('removed]')
  })

  it('of a password of seven characters only the whole is, in any spelling with signs between', () => {
    const short = createScrubber([{ secret: Secret.fromText('hunter2'), kind: 'password' }])
    for (const spelled of [
      'hunter2',
      'h u n t e r 2',
      'h-u-n-t-e-r-2',
      'hu\u200bnter2',
      '2retnuh',
      '%68%75%6e%74%65%72%32',
    ])
      expect(short.text(`it is ${spelled} ok`), spelled).toBe('it is [password removed] ok')
    for (const text of ['the hunter 2 miles away', 'hunter 2', 'hunters, 2 of them'])
      expect(short.text(text)).toBe(text)
  })

  it('in two content blocks, in fields, in a list or a map are taken out of each', () => {
    const [first, second] = [value.slice(0, 11), value.slice(11)]
    const results: unknown[] = [
      {
        content: [
          { type: 'text', text: `is ${first}` },
          { type: 'text', text: second },
        ],
      },
      {
        content: [
          { type: 'text', text: first },
          { type: 'text', text: 'and' },
          { type: 'text', text: second },
        ],
      },
      { first, second },
      [first, second],
      new Map([
        ['a', first],
        ['b', second],
      ]),
      { deep: { one: { part: first } }, other: { part: second } },
      value.match(/.{8}/g),
    ]
    for (const result of results) {
      const shown = JSON.stringify(scrubber.value(result), (_, item: unknown) =>
        item instanceof Map ? [...item] : item,
      )
      expect(shown).toContain('removed]')
      expect(longestLeft(shown, value), shown).toBeLessThan(6)
    }
  })

  it('that everybody knows stay: the prefix of a kind, and what is not of the value', () => {
    const token = createScrubber([
      { secret: Secret.fromText(`github_pat_${randomText(22)}_${randomText(59)}`), service: 'github' },
    ])
    for (const text of [
      'github_pat_ is how fine-grained tokens begin',
      'set GITHUB_PAT_A to it',
      github.slice(0, 9),
    ])
      expect(token.text(text)).toBe(text)
  })

  it('leave every other text as it is', () => {
    for (const message of makeMessages(4_000, 60, 126)) {
      if (createScrubber([]).text(message) === message) expect(scrubber.text(message)).toBe(message)
    }
  })
})
