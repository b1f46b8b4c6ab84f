/** The examples run as they are: before the marked lines are added, and after, with the real GitHub MCP server. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import manifest from '../../package.json' with { type: 'json' }
import { startModel } from './stage.ts'
import type { ScriptedModel } from './stage.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const FOLDER = join(ROOT, 'examples', 'agents')
const examples = readdirSync(FOLDER).filter((name) => name.endsWith('.mjs'))
const MARKED = / \/\/ \+$/

let world: World
let model: ScriptedModel
let folder = ''
beforeAll(async () => {
  ;[world, model] = await Promise.all([startWorld(), startModel()])
  model.script = (results, wish) => {
    if (!/repositories/i.test(wish)) return `You said: ${wish}`
    if (results.length > 0)
      return `Repositories: ${
        results
          .join(' ')
          .match(/"full_name": "[^"]*"/g)
          ?.join(' ') ?? 'none'
      }`
    return [{ name: 'github_search_repositories', arguments: { query: 'user:@me' } }]
  }
  mkdirSync(join(ROOT, '.cache'), { recursive: true })
  folder = mkdtempSync(join(ROOT, '.cache', 'examples-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await Promise.all([world.close(), model.close()])
})

const read = (name: string): string[] => readFileSync(join(FOLDER, name), 'utf8').split('\n')

/** The example with the package's own name led to its sources. */
function write(name: string, lines: readonly string[]): string {
  const text = lines.join('\n').replaceAll(/'keyturn(\/[\w-]+)?'/g, (_, subpath: string | undefined) => {
    const target = manifest.exports[`.${subpath ?? ''}` as keyof typeof manifest.exports]
    const types = typeof target === 'string' ? target : target.types
    return JSON.stringify(pathToFileURL(join(ROOT, types.replace('dist/', '').replace('.d.ts', '.ts'))).href)
  })
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

/** Leads GitHub's address to the local one, and nothing else anywhere but to this machine. */
const HOOK = `data:text/javascript,${encodeURIComponent(`
  const real = globalThis.fetch
  globalThis.fetch = (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    if (url.hostname === '127.0.0.1') return real(request)
    if (url.origin !== 'https://api.github.com') return Promise.reject(new TypeError('no ' + url.host))
    return real(new Request(process.env.LOCAL_GITHUB_URL + url.pathname + url.search, request))
  }`)}`

/** Says one line after the other, each when the one before was answered, and gives the answers; of several lines, all. */
async function talk(path: string, lines: readonly string[], cwd: string): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', HOOK, '--import', import.meta.resolve('tsx'), path], {
    cwd,
    env: {
      PATH: process.env['PATH'],
      HOME: cwd,
      LOCAL_GITHUB_URL: world.github.url,
      OPENAI_API_KEY: 'scripted',
      OPENAI_BASE_URL: model.baseUrl,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const errors: string[] = []
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()))
  const answers: string[] = []
  const heard = createInterface({ input: child.stdout })
  const waiting = [...lines]
  const sayNext = (): void => {
    const next = waiting.shift()
    if (next === undefined) child.stdin.end()
    else child.stdin.write(`${next}\n`)
  }
  heard.on('line', (line) => {
    answers.push(line)
    // What is said before an answer is on a line of its own.
    if (!line.startsWith('Successfully added')) sayNext()
  })
  sayNext()
  const code = await new Promise((settle) => child.once('close', settle))
  if (code !== 0) answers.push(`exit ${String(code)}: ${errors.join('')}`)
  return answers
}

describe.each(examples)('examples/agents/%s', (name) => {
  it('adds at most five lines, and has fewer than sixty', () => {
    const lines = read(name)
    expect(lines.length).toBeLessThan(60)
    const marked = lines.filter((line) => MARKED.test(line))
    expect(marked.length).toBeGreaterThan(0)
    expect(marked.length).toBeLessThanOrEqual(5)
  })

  it('works before', async () => {
    const path = write(
      `before-${name}`,
      read(name).filter((line) => !MARKED.test(line)),
    )
    expect(await talk(path, ['hello'], folder)).toEqual(['You said: hello'])
  })

  it('works after: asks, takes the token, and goes on', async () => {
    const path = write(`after-${name}`, read(name))
    const token = world.github.issueToken('ranaroussi')
    const formation = world.writeFormation(name, { id: name.replace('.mjs', '') })
    const cwd = resolve(formation, '..')
    const before = model.requests().length
    expect(await talk(path, ['Show my repositories', token], cwd)).toEqual([
      expect.stringContaining('I need access to GitHub'),
      "Successfully added GitHub account 'ranaroussi'",
      expect.stringContaining('ranaroussi/yfinance'),
    ])
    const requests = model.requests().slice(before)
    expect(requests).toHaveLength(2)
    expect(requests.join('')).not.toContain(token)
  })
})
