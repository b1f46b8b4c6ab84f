/**
 * Redis fails while people talk (issue 5, item 3; `security.md` §3.3): stored credentials go on working, collecting is refused
 * politely, what may be a secret is never passed on, and lockouts hold.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCanary } from '../../src/testing/index.ts'
import { findFreePort, type RedisServer, startRedis } from '../servers/redis.ts'
import { FAULTS } from './faults.ts'
import { afterFault, beforeFault, duringFault } from './round.ts'
import { type FaultStage, heard, openFaultStage } from './stage.ts'

let server: RedisServer
let stage: FaultStage

beforeAll(async () => {
  server = await startRedis()
  stage = await openFaultStage(server)
})
afterAll(async () => {
  await stage.close()
  await server.stop()
})

describe('while people talk, Redis is', () => {
  it.each(FAULTS)('$name: no promise is broken, twice over', async (fault) => {
    for (const round of [1, 2]) {
      const cast = await beforeFault(stage, `${fault.name.replaceAll(' ', '-')}-${round}`)
      await fault.begin(server)
      const during = await duringFault(stage, cast, fault)
      await fault.end(server)
      const after = await afterFault(stage, cast)
      expect([...during, ...after]).toEqual([])
    }
  })

  it('down from the start: Keyturn opens, passes what is none of ours, and refuses politely', async () => {
    const port = await findFreePort()
    const early = await openFaultStage({ url: `redis://127.0.0.1:${port}` })
    try {
      const token = early.github.issue('early', 'early-a')
      const set = await early.keyturn.credentials.set('GITHUB', { userId: 'early', value: token })
      expect(set).toMatchObject({ ok: true })
      expect(await early.use('early')).toBe('early-a')
      expect(heard(await early.say('early', 'c', 'How are you?'))).toBe('PASS: How are you?')
      expect(heard(await early.say('early', 'c', 'Add my GitHub token'))).toMatch(
        /^I cannot take credentials/,
      )
      expect(early.logged.join('\n')).not.toContain(token)
    } finally {
      await early.close()
    }
  })

  it('gone between the service’s yes and our save: the acknowledgement is said, for the credential is stored', async () => {
    const cast = await beforeFault(stage, 'cut')
    const token = stage.github.issue(cast.user, 'cut-b')
    stage.github.beforeAnswer = () => server.crash()
    const outcome = await stage.say(cast.user, cast.asked, token)
    stage.github.beforeAnswer = undefined
    await server.restart()
    expect(heard(outcome)).toMatch(/^Successfully added GitHub account 'cut-b'/)
    const accounts = await stage.keyturn.credentials.list({ userId: cast.user })
    expect(accounts.map(({ identity }) => identity.name)).toContain('cut-b')
  })

  it('T-065 failing or not, nothing that is logged, kept or answered holds a token', () => {
    const canary = createCanary({ shapes: [] })
    for (const [index, token] of stage.github.tokens().entries()) canary.add(`token ${index}`, token, 'ghp_')
    const { findings, sinks } = canary.scan([
      { kind: 'folder', path: stage.folder },
      { kind: 'folder', path: server.folder },
      { kind: 'text', name: 'log', text: stage.logged.join('\n') },
    ])
    expect(findings).toEqual([])
    expect(stage.github.tokens().length).toBeGreaterThan(20)
    expect(sinks.map(({ bytes }) => bytes).some((bytes) => bytes > 0)).toBe(true)
  })
})
