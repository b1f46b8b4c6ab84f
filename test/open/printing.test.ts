/** T-129: no way of printing a public object prints a key that was written into the formation. */
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openKeyturn, readFormation } from '../../src/index.ts'
import { handedOut } from '../../src/testing/handed-out.ts'

const folders: string[] = []

afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })))
})

const [key, older] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]

async function writeFormation(...encryption: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keyturn-'))
  folders.push(folder)
  const lines = [
    'id: printing',
    'user_credentials:',
    '  encryption:',
    ...encryption.map((line) => `    ${line}`),
    '',
  ]
  await writeFile(join(folder, 'formation.afs'), lines.join('\n'))
  return join(folder, 'formation.afs')
}

async function textsOf(name: string, value: unknown): Promise<string> {
  const sinks = await handedOut(name, value)
  return sinks.map((sink) => ('text' in sink ? sink.text : '')).join('\n')
}

const WAYS: readonly [string, readonly string[]][] = [
  ['a key', [`key: "${key}"`]],
  [
    'a list of keys',
    ['keys:', `  - { key: "${key}", state: primary }`, `  - { key: "${older}", state: decrypt-only }`],
  ],
]

describe('T-129 a formation with a key written into it', () => {
  it.each(WAYS)('prints none: %s', async (_what, encryption) => {
    const text = await textsOf('formation', await readFormation(await writeFormation(...encryption)))
    // The walk saw the formation.
    expect(text).toContain('printing')
    for (const value of [key, older]) expect(text).not.toContain(value)
  })

  it.each(WAYS)('is open, and nothing that the host is given prints any: %s', async (_what, encryption) => {
    const keyturn = await openKeyturn({
      formation: await writeFormation(...encryption),
      databaseUrl: false,
      redisUrl: false,
    })
    const user = keyturn.user({ userId: 'alice', conversationId: 'c' })
    const outcome = await keyturn.turn({
      userId: 'alice',
      conversationId: 'c',
      text: 'hello',
      transport: 'terminal',
    })
    const chat = keyturn.agent(() => 'hello')
    const given = [keyturn, user, await user.tools(), outcome, chat]
    const texts = await Promise.all(given.map((value, at) => textsOf(`given ${at}`, value)))
    await keyturn.close()
    expect(texts.join('\n')).toContain('printing')
    for (const value of [key, older]) expect(texts.join('\n')).not.toContain(value)
  })
})

/** Where people write a token though they should not: each of these is accepted as a plain text. */
const PLACES: readonly [string, (token: string) => readonly string[]][] = [
  ['env', (token) => ['env:', `  HOUSE_KEY: "${token}"`]],
  [
    'env, beside a placeholder',
    (token) => ['env:', `  HOUSE_URL: "https://x.example/${token}/\${{ secrets.HOUSE }}"`],
  ],
  ['args', (token) => ['args: ["--key", "' + token + '"]']],
  ['args, behind a name', (token) => [`args: ["--key=${token}"]`]],
  ['command', (token) => [`command: "/opt/${token}/server"`]],
  [
    'auth, beside a placeholder',
    (token) => ['auth:', '  type: env', `  HOUSE_TOKEN: "${token}:\${{ user.credentials.house }}"`],
  ],
  [
    'headers of a check',
    (token) => [
      ...['auth:', '  type: env', '  HOUSE_TOKEN: "${{ user.credentials.house }}"', 'credential:'],
      ...[
        '  hosts: [api.house.example]',
        '  check:',
        '    url: https://api.house.example/me',
        '    headers:',
      ],
      ...[`      X-House: "${token}"`, '      Authorization: "Bearer {token}"', '    identity: login'],
    ],
  ],
]

describe('T-129 a formation with a token written into a server', () => {
  it.each(PLACES)('prints none: %s', async (_place, linesFor) => {
    const token = randomBytes(24).toString('hex')
    const path = await writeFormation(`key: "${key}"`)
    await mkdir(join(path, '..', 'mcp'))
    const lines = linesFor(token)
    const command = lines.some((line) => line.startsWith('command:')) ? [] : ['command: node']
    const server = ['schema: "1.0.0"', 'id: house', 'type: command', ...command, ...lines, '']
    await writeFile(join(path, '..', 'mcp', 'house.afs'), server.join('\n'))
    const text = await textsOf('formation', await readFormation(path))
    expect(text).toContain('printing')
    expect(text).toContain('house')
    expect(text).not.toContain(token)
  })
})
