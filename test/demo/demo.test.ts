/**
 * The demo is no recording: pulled out or broken, each of its parts makes it fail. The gate has a file of its own
 * (`no-gate.test.ts`), since it is taken out of the engine itself.
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { playDemo } from '../../examples/demo/play.ts'
import type { DemoResult } from '../../examples/demo/play.ts'
import { SCENES } from '../../examples/demo/scenes.ts'
import { startWorld, type World } from '../../examples/demo/world/world.ts'

/** MCP servers, and a key that is derived, on a busy machine. */
const TIMEOUT_MS = 120_000

const [FIRST_TIME, , , , , , LOCKOUT, REDIRECT, UNENCRYPTED] = SCENES

let world: World | undefined
afterEach(async () => {
  await world?.close()
  world = undefined
})

/** Plays some scenes in a world that was tampered with; a crash is a failure too. */
async function playIn(
  scenes: readonly (typeof FIRST_TIME)[],
  tamper: (world: World) => World,
): Promise<Pick<DemoResult, 'passed' | 'missed'>> {
  world = await startWorld({ userCredentials: { encryption: { iterations: 100_000 } } })
  const wanted = scenes.filter((scene) => scene !== undefined)
  return playDemo(tamper(world), { print: () => undefined, scenes: wanted }).catch(() => ({
    passed: false,
    missed: ['crashed'],
  }))
}

describe('the demo', { timeout: TIMEOUT_MS }, () => {
  it('passes as it is, and says what the README shows of it', async () => {
    const said: string[] = []
    world = await startWorld()
    expect(await playDemo(world, { print: (line) => said.push(line) })).toEqual({
      missed: [],
      found: 0,
      passed: true,
    })
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    const transcript = /## What it looks like\s+```\n([^`]*)```/.exec(readme)?.[1] ?? ''
    const answers = transcript.split('\n').flatMap((line) => /^(?:Agent:| {6}) (.+)/.exec(line)?.[1] ?? [])
    expect(answers.length).toBeGreaterThan(10)
    const all = said.join('\n')
    expect(answers.filter((answer) => !all.includes(answer))).toEqual([])
  })

  it('fails where GitHub accepts every token', async () => {
    const known = (open: World): World => {
      const good = open.github.issueToken('ranaroussi')
      const fetch: World['fetch'] = (input, init) =>
        open.fetch(input, { ...init, headers: { ...init?.headers, authorization: `Bearer ${good}` } })
      return { ...open, fetch }
    }
    expect((await playIn([FIRST_TIME], known)).missed).toEqual([FIRST_TIME?.title])
    await world?.close()
    expect((await playIn([LOCKOUT], known)).missed).toEqual([LOCKOUT?.title])
  })

  it('fails without the MCP server', async () => {
    const remove = (open: World): World => {
      const file = join(open.formationDirectory, 'mcp', 'github.afs')
      writeFileSync(file, readFileSync(file, 'utf8').replace('server-github', 'server-nowhere'))
      return open
    }
    expect((await playIn([FIRST_TIME], remove)).passed).toBe(false)
  })

  it('fails without the model', async () => {
    const client = (): Promise<never> => Promise.reject(new Error('there is none'))
    const remove = (open: World): World => ({ ...open, model: { ...open.model, client } })
    expect((await playIn([FIRST_TIME], remove)).passed).toBe(false)
  })

  it('fails in another mode, and where plain HTTP is allowed', async () => {
    const link = (open: World): World => ({
      ...open,
      writeFormation: (name) => open.writeFormation(name, { id: 'demo-redirect' }),
    })
    expect((await playIn([REDIRECT], link)).missed).toEqual([REDIRECT?.title])
    await world?.close()
    const plain = (open: World): World => {
      writeFileSync(open.formation, `${readFileSync(open.formation, 'utf8')}  require_https: false\n`)
      return open
    }
    expect((await playIn([UNENCRYPTED], plain)).missed).toEqual([UNENCRYPTED?.title])
  })

  it.each(['utf8', 'hex', 'base64'] as const)('finds a token that is written down: %s', async (encoding) => {
    world = await startWorld({ userCredentials: { encryption: { iterations: 100_000 } } })
    const { github, formation } = world
    const issueToken: typeof github.issueToken = (...owner) => {
      const token = github.issueToken(...owner)
      appendFileSync(
        join(dirname(formation), 'careless.log'),
        `note: ${Buffer.from(token).toString(encoding)}\n`,
      )
      return token
    }
    const careless = { ...world, github: { ...github, issueToken } }
    const scenes = SCENES.filter((scene) => scene === UNENCRYPTED)
    const { missed, found, passed } = await playDemo(careless, { print: () => undefined, scenes })
    expect([missed, found, passed]).toEqual([[], 2, false])
  })
})
