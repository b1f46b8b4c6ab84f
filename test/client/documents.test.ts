/** The lines that the documents show of both clients, run as they stand, but for a token that the service knows. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serve, type Serving } from '../../src/server/index.ts'
import { createGitHubToken } from '../../src/testing/github-token.ts'
import { openPartsStage, type PartsStage } from '../flow/parts-stage.ts'

const ROOT = resolve(import.meta.dirname, '../..')
let stage: PartsStage
let serving: Serving
let token: string
const folder = mkdtempSync(join(tmpdir(), 'keyturn-documents-'))

beforeAll(async () => {
  stage = await openPartsStage()
  token = (
    await stage.keyturn.server.store.createAccessKey({ name: 'test', scopes: ['manage'] }, { channel: 'cli' })
  ).text
  serving = await serve(stage.keyturn, { port: 0 })
})
afterAll(async () => {
  await serving.stop()
  await stage.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The blocks of a language in a document, with a token in the place of the one that is none. */
function blocksOf(document: string, language: string, marker: string): string[] {
  const good = createGitHubToken()
  stage.known.set(good, 'ranaroussi')
  const source = readFileSync(join(ROOT, document), 'utf8')
  return [...source.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'))]
    .map(([, block = '']) => block)
    .filter((block) => block.includes(marker))
    .map((block) => block.replace('ghp_xxx', good))
}

async function run(program: string, args: readonly string[]): Promise<readonly [number | null, string]> {
  const { PATH, HOME } = process.env
  const env = { PATH, HOME, KEYTURN_URL: serving.url, KEYTURN_TOKEN: token, PYTHONDONTWRITEBYTECODE: '1' }
  const child = spawn(program, args, { cwd: ROOT, env: { ...env, PYTHONPATH: join(ROOT, 'clients/python') } })
  const ended = new Promise<number | null>((done) => child.once('close', done))
  const said = await text(child.stderr)
  return [await ended, said]
}

/** A run added an account and took it away again. */
async function expectAddedAndRemoved(): Promise<void> {
  const acts = (await stage.keyturn.audit.list({ userId: 'alice@acme.com' })).map(({ act }) => act)
  expect(acts.filter((act) => act === 'add' || act === 'delete').slice(0, 2)).toEqual(['delete', 'add'])
  expect(await stage.keyturn.credentials.list({ userId: 'alice@acme.com' })).toEqual([])
}

describe('the lines of the documents', () => {
  it.each(['docs/server.md', 'clients/python/README.md'])('in Python run: %s', async (document) => {
    const blocks = blocksOf(document, 'python', 'Keyturn()')
    expect(blocks).toHaveLength(1)
    for (const block of blocks) expect(await run('python3', ['-c', block])).toEqual([0, ''])
    await expectAddedAndRemoved()
  })

  it('in TypeScript run', async () => {
    const blocks = blocksOf('docs/server.md', 'ts', "'keyturn/client'")
    expect(blocks).toHaveLength(1)
    for (const block of blocks) {
      const file = join(folder, 'lines.mts')
      const client = pathToFileURL(join(ROOT, 'src/client/index.ts')).href
      writeFileSync(file, block.replace("'keyturn/client'", JSON.stringify(client)))
      expect(await run(process.execPath, ['--import', 'tsx', file])).toEqual([0, ''])
    }
    await expectAddedAndRemoved()
  })
})
