/**
 * Redis fails while people talk: stored credentials go on working, collecting is refused
 * politely, what may be a secret is never passed on, and lockouts hold. The full proof plays more rounds of the same.
 */
import { describe, expect, it } from 'vitest'
import { FAULTS } from './faults.ts'
import { playRound } from './round.ts'
import { openFaultStage } from './stage.ts'

/** One with a fault that begins between the service's yes and our storing of it, one where it begins anywhere. */
const ROUNDS = [0, 1]

describe.concurrent('T-065 T-087 while people talk, Redis is', () => {
  // Side by side, an assertion of the shared `expect` may be counted for another test.
  it.for(FAULTS)(
    '$name: no promise is broken, and no secret is found anywhere',
    { timeout: 300_000 },
    async (fault, { expect }) => {
      const redis = await fault.start()
      const stage = await openFaultStage(redis, fault.commandTimeoutMs)
      try {
        for (const round of ROUNDS) expect(await playRound(stage, fault, redis, round)).toEqual([])
        const { findings, sinks } = await stage.search()
        expect(findings).toEqual([])
        for (const name of ['log', 'outcomes', 'vault.db', '.rdb', '.incr.aof'])
          expect(
            sinks.filter((sink) => sink.name.endsWith(name) && sink.bytes > 0),
            name,
          ).not.toEqual([])
      } finally {
        await stage.close()
        await redis.stop()
      }
    },
  )
})

describe('the search after a fault', () => {
  it('is not blind: a secret that was said as small talk is found in what was answered', async () => {
    const [fault] = FAULTS
    if (fault === undefined) throw new Error('There is no fault.')
    const redis = await fault.start()
    const stage = await openFaultStage(redis, fault.commandTimeoutMs)
    try {
      await stage.say('careless', 'talk', `The colour of ${stage.makeUnknownSecret()} is nice.`)
      expect((await stage.search()).findings.map(({ sink }) => sink)).toContain('outcomes')
    } finally {
      await stage.close()
      await redis.stop()
    }
  })
})
