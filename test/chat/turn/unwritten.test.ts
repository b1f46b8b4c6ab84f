/** What passed while the store of conversations was away leaves no question that a bare answer could settle. */
import { afterEach, describe, expect, it } from 'vitest'
import { KeyturnError } from '../../../src/errors.ts'
import { createGitHubToken } from '../../../src/testing/index.ts'
import { Unwritten } from '../../../src/chat/turn/unwritten.ts'
import { openPartsStage, turnOf, type PartsStage } from '../../flow/parts-stage.ts'

const MINUTE_MS = 60_000

let stage: PartsStage | undefined
afterEach(async () => {
  await stage?.close()
  stage = undefined
})

describe('a removal that is asked about', () => {
  it.each([
    ['removes nothing on a yes after a message that passed while the state was away', true, 1],
    ['removes it on a yes right after the question', false, 0],
  ])('%s', async (_what, isAway, left) => {
    let away = false
    const outage = (): never => {
      throw new KeyturnError('STATE_UNAVAILABLE', 'The state is away.')
    }
    const here = await openPartsStage({
      wrap: (parts) => ({
        ...parts,
        state: new Proxy(parts.state, {
          get: (target, name) => {
            const value: unknown = Reflect.get(target, name)
            if (typeof value !== 'function') return value
            return away ? async () => outage() : (value.bind(target) as unknown)
          },
        }),
      }),
    })
    stage = here
    const token = createGitHubToken()
    here.known.set(token, 'ranaroussi')
    const who = { userId: 'alice' }
    expect(await here.keyturn.credentials.set('GITHUB', { ...who, value: token })).toMatchObject({ ok: true })
    expect(await here.keyturn.turn(turnOf('remove my github account'))).toMatchObject({ kind: 'reply' })
    if (isAway) {
      away = true
      expect(await here.keyturn.turn(turnOf('first draft an email to Bob'))).toMatchObject({ kind: 'pass' })
      away = false
    }
    await here.keyturn.turn(turnOf('yes'))
    expect(await here.keyturn.credentials.list(who)).toHaveLength(left)
  })
})

describe('conversations that were not written down', () => {
  it('are known until they are, or until no question of theirs can be open any more', () => {
    const unwritten = new Unwritten()
    unwritten.add('one', 0)
    unwritten.add('two', 9 * MINUTE_MS)
    expect([unwritten.has('one'), unwritten.has('two')]).toEqual([true, true])
    unwritten.add('three', 11 * MINUTE_MS)
    expect([unwritten.has('one'), unwritten.has('two')]).toEqual([false, true])
    unwritten.add('two', 12 * MINUTE_MS)
    unwritten.add('four', 20 * MINUTE_MS)
    expect([unwritten.has('two'), unwritten.has('three')]).toEqual([true, true])
    unwritten.delete('two')
    expect(unwritten.has('two')).toBe(false)
  })
})

describe('a turn', () => {
  it.each([
    ['onProgress', 'a text'],
    ['onProgress', {}],
    ['signal', {}],
    ['signal', { aborted: false, addEventListener: () => undefined }],
    ['signal', 'soon'],
  ])('whose %s is none is refused by name: %j', async (part, given) => {
    const here = await openPartsStage()
    stage = here
    await expect(here.keyturn.turn({ ...turnOf('hello'), [part]: given })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      facts: { part },
    })
  })
})
