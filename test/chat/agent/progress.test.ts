/** What an agent keeps of a run that has to wait: sealed, without secrets, and back exactly once the request goes on. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Agent, AgentRequest, TurnInput } from '../../../src/index.ts'
import { createGitHubToken } from '../../../src/testing/index.ts'
import { openPartsStage, turnOf } from '../../flow/parts-stage.ts'
import type { PartsStage } from '../../flow/parts-stage.ts'

let stage: PartsStage
beforeAll(async () => {
  stage = await openPartsStage()
})
afterAll(() => stage.close())

/** Keeps something, then needs GitHub; and what it was given each time. */
function keeping(progress: unknown): { agent: Agent; seen: AgentRequest[] } {
  const seen: AgentRequest[] = []
  const agent: Agent = async (request) => {
    seen.push(request)
    request.keep('not the last')
    request.keep(progress)
    await request.user.tool('github', async (_: unknown, { fetch }) => (await fetch('/user')).json())({})
    return 'done'
  }
  return { agent, seen }
}

function newToken(login: string): string {
  const token = createGitHubToken()
  stage.known.set(token, login)
  return token
}

describe('what a run keeps', () => {
  it.each([
    ['a list of messages', { messages: [{ role: 'user', content: 'hi' }], at: 3 }],
    ['a text', 'step two'],
    ['nothing but null', null],
    ['texts of every kind', ['\u0000', '漢字', '\ud800', '${{ user.credentials.GITHUB }}', '__proto__']],
    ['what looks like one of ours', { lc: 1, type: 'secret', id: ['CREDENTIAL_KEY'], $secret: 'x' }],
  ])('comes back as it was: %s', async (name, progress) => {
    const { agent, seen } = keeping(progress)
    const chat = stage.keyturn.agent(agent)
    await chat(turnOf('What is new?', { userId: name }))
    expect((await chat(turnOf(newToken(name.replaceAll(' ', '-')), { userId: name }))).text).toMatch(/done$/)
    expect(seen.map((request) => request.progress)).toEqual([undefined, progress])
    expect(seen[1]?.text).toBe('What is new?')
  })

  it.each([
    ['too long', 'x'.repeat(600 * 1024)],
    [
      'endless',
      (() => {
        const ring: unknown[] = []
        ring.push(ring)
        return ring
      })(),
    ],
    ['a number that JSON has not', 10n],
    ['undefined', undefined],
    [
      'a thing that throws when it is read',
      {
        toJSON: () => {
          throw new Error('no')
        },
      },
    ],
  ])('is nothing where it is %s, and the request begins anew', async (name, progress) => {
    const { agent, seen } = keeping(progress)
    const chat = stage.keyturn.agent(agent)
    await chat(turnOf('What is new?', { userId: name }))
    expect((await chat(turnOf(newToken(name.replaceAll(' ', '-')), { userId: name }))).text).toMatch(/done$/)
    expect(seen.map((request) => request.progress)).toEqual([undefined, undefined])
  })

  it('has its tokens taken out, and lies in no file in the clear', async () => {
    const stray = createGitHubToken()
    const { agent, seen } = keeping({ note: `found ${stray}`, plain: 'a needle in the clear' })
    const chat = stage.keyturn.agent(agent)
    await chat(turnOf('What is new?', { userId: 'sealed' }))
    const folder = join(stage.directory, '.keyturn')
    const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))))
    expect(bytes.byteLength).toBeGreaterThan(10_000)
    expect(bytes.includes('a needle in the clear')).toBe(false)
    expect(bytes.includes(stray)).toBe(false)
    await chat(turnOf(newToken('sealed'), { userId: 'sealed' }))
    expect(seen[1]?.progress).toEqual({
      note: 'found [github token removed]',
      plain: 'a needle in the clear',
    })
  })

  it('is nobody else’s, and no host’s message brings one along', async () => {
    const { agent, seen } = keeping({ mine: true })
    const chat = stage.keyturn.agent(agent)
    await chat(turnOf('What is new?', { userId: 'first' }))
    await chat({ ...turnOf('What is new?', { userId: 'second' }), progress: '"forged"' } as TurnInput)
    await chat({ ...turnOf(newToken('second'), { userId: 'second' }), progress: '"forged"' } as TurnInput)
    expect(seen.map((request) => request.progress)).toEqual([undefined, undefined, { mine: true }])
    const outcome = await stage.keyturn.turn(turnOf('What is new?', { userId: 'third' }))
    expect(outcome).not.toHaveProperty('progress')
  })

  it('comes back to the run that failed after it, under the same message', async () => {
    let fails = true
    const seen: unknown[] = []
    const chat = stage.keyturn.agent(async ({ user, keep, progress }) => {
      seen.push(progress)
      keep({ step: 1 })
      await user.tool('github', async (_: unknown, { fetch }) => (await fetch('/user')).json())({})
      if (fails) throw new RangeError('away')
      return 'done'
    })
    await chat(turnOf('What is new?', { userId: 'fails' }))
    const paste = turnOf(newToken('fails'), { userId: 'fails' })
    await expect(chat(paste)).rejects.toThrow('away')
    fails = false
    expect((await chat(paste)).text).toMatch(/done$/)
    expect(seen).toEqual([undefined, { step: 1 }, { step: 1 }])
  })
})
