/** A server with a file tool, started as the formation says and no more: what lies beside the formation is out of its sight (T-128). */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { openKeyturn, type Keyturn } from '../../src/index.ts'

let directory: string
let keyturn: Keyturn

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'keyturn-files-'))
  mkdirSync(join(directory, 'mcp'))
  const main = { user_credentials: { mode: 'dynamic', encryption: { iterations: 100_000 } } }
  writeFileSync(join(directory, 'formation.afs'), stringify(main))
  const server = fileURLToPath(new URL('../tools/odd-server.mjs', import.meta.url))
  writeFileSync(join(directory, 'mcp', 'files.afs'), stringify({ command: process.execPath, args: [server] }))
  keyturn = await openKeyturn({ formation: directory, databaseUrl: false, redisUrl: false })
  await keyturn.credentials.list({ userId: 'alice' })
})
afterAll(async () => {
  await keyturn.close()
  rmSync(directory, { recursive: true, force: true })
})

it('T-128 sees neither the key nor the store from its default folder', async () => {
  const files = readdirSync(join(directory, '.keyturn'))
  expect(files).toEqual(expect.arrayContaining(['key', 'vault.db', 'state.db']))
  const tools = await keyturn.user({ userId: 'alice', conversationId: 'talk' }).tools()
  const tool = tools.find(({ originalName }) => originalName === 'read_file')
  const names = files.flatMap((name) => [`.keyturn/${name}`, `../.keyturn/${name}`, `../../.keyturn/${name}`])
  for (const text of [
    ...names,
    'formation.afs',
    '../formation.afs',
    'mcp/files.afs',
    '/proc/self/cwd/.keyturn/key',
  ])
    expect(await tool?.call({ text }), text).toMatchObject({ content: [{ text: 'ENOENT' }], isError: true })
})
