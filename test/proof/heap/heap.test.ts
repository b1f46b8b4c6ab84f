/** T-069: after a token was given, checked, stored and used, the heap of a host that goes on holds none of it. */
import { spawn } from 'node:child_process'
import { createReadStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startLocalServices, type LocalServices } from '../../flow/local-services.ts'
import { programPath } from '../../programs.ts'

let services: LocalServices
let folder: string

beforeAll(async () => {
  services = await startLocalServices()
  folder = mkdtempSync(join(tmpdir(), 'keyturn-heap-'))
  mkdirSync(join(folder, 'mcp'))
  const encryption = { iterations: 100_000 }
  writeFileSync(
    join(folder, 'formation.afs'),
    JSON.stringify({ user_credentials: { mode: 'dynamic', encryption } }),
  )
  services.configure(folder)
})
afterAll(async () => {
  await services.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What the host answered, and whether its heap holds the token. */
async function run(token: string, ...more: readonly string[]): Promise<{ answers: string; isHeld: boolean }> {
  const snapshot = join(folder, `${token.slice(0, 8)}.heapsnapshot`)
  const host = spawn(process.execPath, [programPath('heapProcess'), folder, snapshot, ...more], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  // One at a time, as messages come: text that is cut out of a longer one keeps all of it.
  const messages = ['Add my door token', token, 'which accounts do I have?', 'who am I at the door?']
  let answers = ''
  const next = (): void => {
    const message = messages.shift()
    if (message === undefined) host.stdin.end()
    else host.stdin.write(`${message}\n`)
  }
  host.stdout.on('data', (chunk: Buffer) => {
    answers += chunk.toString()
    next()
  })
  next()
  expect(await new Promise((resolve) => host.on('close', resolve))).toBe(0)
  return { answers, isHeld: await holds(snapshot, token) }
}

/** Any run of 12 characters of the token counts. */
async function holds(path: string, token: string): Promise<boolean> {
  const parts = Array.from({ length: token.length - 11 }, (_, at) => token.slice(at, at + 12))
  let rest = ''
  for await (const chunk of createReadStream(path, 'latin1')) {
    const text = rest + String(chunk)
    if (parts.some((part) => text.includes(part))) return true
    rest = text.slice(-11)
  }
  return false
}

it('T-069 a token is not in the heap after it was given, checked, stored and used; one that is kept is found there', async () => {
  const [token, control] = [randomBytes(20).toString('hex'), randomBytes(20).toString('hex')]
  for (const code of [token, control]) services.codes.set(code, 'ranaroussi')
  const kept = await run(control, 'keep')
  expect(kept.isHeld).toBe(true)
  const { answers, isHeld } = await run(token)
  expect(services.asked.filter((code) => code === token).length).toBeGreaterThan(1)
  expect(answers).toContain('ranaroussi')
  expect(isHeld).toBe(false)
})
