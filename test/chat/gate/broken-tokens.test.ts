/** A token that formatting cut in pieces is taken out of a message that nobody asked for (T-114). */
import { describe, expect, it } from 'vitest'
import { gate } from '../../../src/chat/gate/gate.ts'
import { createServices } from '../../../src/providers/create-services.ts'
import { SecretPool } from '../../../src/secret.ts'
import { createGitHubToken } from '../../../src/testing/github-token.ts'
import { formationOf, server, SMALLEST } from '../../formation/formation-source.ts'

const services = createServices(
  formationOf(
    SMALLEST,
    server('auth:', '  accept_inline: true', '  token: "${{ user.credentials.GITHUB }}"'),
  ),
)

const backwards = (text: string): string => [...text].reverse().join('')
const asTags = (text: string): string =>
  [...text].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')

const BROKEN: readonly (readonly [string, (one: string, two: string) => string])[] = [
  ['bold at first', (one, two) => `**${one}**${two}`],
  ['bold at last', (one, two) => `use ${one}**${two}** please`],
  ['italic', (one, two) => `*${one}*${two}`],
  ['struck out', (one, two) => `~~${one}~~${two}`],
  ['underlined', (one, two) => `__${one}__${two}`],
  ['code', (one, two) => `\`${one}\`${two}`],
  ['two pieces of code', (one, two) => `\`${one}\`\`${two}\``],
  ['a spoiler', (one, two) => `||${one}||${two}`],
  ['a tag', (one, two) => `<span>${one}</span>${two}`],
  ['tags with attributes', (one, two) => `<b class="x">${one}</b><i>${two}</i>`],
  ['a comment', (one, two) => `${one}<!-- x -->${two}`],
  ['a soft hyphen by name', (one, two) => `${one}&shy;${two}`],
  ['a link', (one, two) => `[${one}](https://example.com)${two}`],
  ['parentheses', (one, two) => `(${one})(${two})`],
  ['soft hyphens', (one, two) => [...(one + two)].join('\u00ad')],
  ['zero-width spaces', (one, two) => [...(one + two)].join('\u200b')],
  ['a combining mark', (one, two) => `${one}\u0301${two}`],
  ['tag characters', (one, two) => asTags(one + two)],
  ['a line break', (one, two) => `${one}\n${two}`],
  ['a quotation', (one, two) => `> ${one}\n> ${two}`],
  ['a list', (one, two) => `1. ${one}\n2. ${two}`],
  ['cells', (one, two) => `| ${one} | ${two} |`],
  ['words between', (one, two) => `part one ${one} part two ${two}`],
  ['a sentence', (one, two) => `the first half is ${one} and the second half is ${two}`],
  ['an ellipsis', (one, two) => `${one} ... ${two}`],
  ['three pieces', (one, two) => `${one.slice(0, 12)} / ${one.slice(12)} / ${two}`],
  ['dots between all', (one, two) => [...(one + two)].join('.')],
  ['dashes between all', (one, two) => [...(one + two)].join('-')],
  ['backwards', (one, two) => `my token backwards: ${backwards(one + two)}`],
  ['backwards behind a turning mark', (one, two) => `\u202e${backwards(one + two)}`],
]

describe('T-114 a token cut by', () => {
  it.each(BROKEN)('%s is taken out whole', (_, write) => {
    const token = createGitHubToken()
    const pool = new SecretPool()
    const { text, secrets } = gate(
      write(token.slice(0, 20), token.slice(20)),
      { kind: 'nothing' },
      pool,
      services,
    )
    const [taken, ...more] = secrets.map(({ handle }) => pool.get(handle)?.use((bytes) => bytes.toString()))
    expect(taken).toBe(token)
    expect(more).toEqual([])
    expect(secrets[0]?.service).toBe('github')
    const left = text.normalize('NFKC').replaceAll(/[^A-Za-z0-9]/g, '')
    for (const piece of [
      token.slice(4, 20),
      token.slice(20),
      backwards(token.slice(4, 20)),
      backwards(token.slice(20)),
    ])
      expect(left).not.toContain(piece.slice(0, 12))
  })
})

describe('a message without a token', () => {
  it.each([
    'see **README.md** and `src/index.ts`',
    '<b>bold</b> and <i>italic</i>, 2 * 3 * 4 = 24',
    '- one\n- two\n- three',
    'commit da39a3ee5e6b4b0d3255bfef95601890afd80709 **broke** the build',
    'part one is 123e4567-e89b-12d3-a456-426614174000, part two is missing',
    'ghp_ is how GitHub tokens begin; mine begins with ghp_ too',
    '1.2.3.4 and 10.0.0.1 are addresses, a-b-c-d-e-f-g-h-i-j-k-l-m-n are letters',
  ])('passes as it is: %j', (text) => {
    expect(gate(text, { kind: 'nothing' }, new SecretPool(), services)).toMatchObject({ text, secrets: [] })
  })
})
