/** The Python client against the real server, by every Python from 3.9 to 3.13 that is on this machine. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serve, type Serving } from '../../src/server/index.ts'
import { createGitHubToken } from '../../src/testing/github-token.ts'
import { openPartsStage, type PartsStage } from '../flow/parts-stage.ts'

const CLIENT = resolve(import.meta.dirname, '../../clients/python')
const MINORS = [9, 10, 11, 12, 13] as const

/** One program for each version that is found: on the path, or where pyenv keeps them. */
function findPythons(): Map<string, string> {
  const root = process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv')
  const versions = join(root, 'versions')
  const kept = existsSync(versions)
    ? readdirSync(versions).map((name) => join(versions, name, 'bin', 'python3'))
    : []
  const found = new Map<string, string>()
  for (const program of [...MINORS.map((minor) => `python3.${minor}`), 'python3', ...kept]) {
    const asked = spawnSync(program, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], {
      encoding: 'utf8',
    })
    const version = asked.status === 0 ? asked.stdout.trim() : ''
    if (MINORS.some((minor) => version === `3.${minor}`) && !found.has(version)) found.set(version, program)
  }
  return found
}

const pythons = findPythons()
let stage: PartsStage
let serving: Serving
let token: string

beforeAll(async () => {
  stage = await openPartsStage()
  const wished = { name: 'test', scopes: ['manage', 'turns', 'audit'] } as const
  token = (await stage.keyturn.server.store.createAccessKey(wished, { channel: 'cli' })).text
  serving = await serve(stage.keyturn, { port: 0 })
})
afterAll(async () => {
  await serving.stop()
  await stage.close()
})

describe('the Python client', () => {
  it('is tried by at least one Python from 3.9 to 3.13: install one (pyenv install 3.12) where this fails', () => {
    expect([...pythons.keys()]).not.toEqual([])
  })

  it.each([...pythons])('works in Python %s as in the brief, sync and async', async (version, program) => {
    const good = createGitHubToken()
    stage.known.set(good, 'ranaroussi')
    const child = spawn(program, ['-W', 'error', '-m', 'unittest', 'discover', '-s', 'tests'], {
      cwd: CLIENT,
      env: {
        PATH: process.env['PATH'],
        PYTHONPATH: CLIENT,
        PYTHONDONTWRITEBYTECODE: '1',
        KEYTURN_URL: serving.url,
        KEYTURN_TOKEN: token,
        TEST_GOOD_TOKEN: good,
        TEST_BAD_TOKEN: createGitHubToken(),
        TEST_USER: `alice+${version}@acme.com`,
        // A proxy must never see what goes to this machine.
        http_proxy: 'http://127.0.0.1:9',
      },
    })
    const ended = new Promise<number | null>((done) => child.once('close', done))
    const [said, code] = await Promise.all([text(child.stderr), ended])
    expect(said).toMatch(/Ran 6 tests/)
    expect([version, code, code === 0 ? '' : said]).toEqual([version, 0, ''])
  })
})
