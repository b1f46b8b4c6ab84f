/** A whole Keyturn with a server over HTTP: the same lists, needs and ends as with a process. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openKeyturn, readFormation } from '../../../src/index.ts'
import { NeedError } from '../../../src/tools/need.ts'
import { openAcmeStage, startAcme, type Acme, type AcmeStage } from '../acme.ts'
import type { AcmeHttp } from './acme-http.ts'
import { acmeHttp } from './stage.ts'

let acme: Acme
let http: AcmeHttp
let stage: AcmeStage

beforeEach(async () => {
  acme = await startAcme()
  http = await acmeHttp()
  stage = await openAcmeStage(acme, { acme: { url: http.url } })
})
afterEach(async () => {
  await stage.close()
  await acme.close()
})

async function add(userId: string, login = userId): Promise<string> {
  const value = acme.issue(login)
  http.people.set(value, login)
  await stage.keyturn.credentials.set('ACME', { userId, value })
  return value
}

const textOf = (result: { readonly content: readonly Readonly<Record<string, unknown>>[] }): unknown =>
  result.content[0]?.['text']

async function needOf(promise: Promise<unknown>): Promise<NeedError> {
  const error = await promise.catch((thrown: unknown) => thrown)
  if (!(error instanceof NeedError)) throw new Error('no need')
  return error
}

describe('tools before and after a credential', () => {
  it('of a server that tells nobody, there is one that connects; the very next list is the user’s own', async () => {
    expect(await stage.names('ada')).toEqual(['connect_acme'])
    await needOf((await stage.tool('ada', 'connect_acme')).call())
    await add('ada')
    expect(await stage.names('ada')).toEqual(['whoami', 'echo', 'leak', 'only_ada'])
    expect(textOf(await (await stage.tool('ada', 'whoami')).call())).toBe('ada')
    expect(await stage.names('bob')).toEqual(['connect_acme'])
  })

  it('of a server that tells anybody, they are shown, and calling one raises the need before anything is sent', async () => {
    http.isOpen = true
    expect(await stage.names('bob')).toEqual(['whoami', 'echo', 'leak'])
    const tool = await stage.tool('bob', 'whoami')
    http.came.length = 0
    expect((await needOf(tool.call())).need).toMatchObject({ service: 'acme', server: 'acme', why: 'use' })
    expect(http.came).toEqual([])
  })
})

describe('a token that the server does not accept any more', () => {
  it('is asked for anew where its service says the same', async () => {
    const token = await add('ada')
    const tool = await stage.tool('ada', 'whoami')
    await tool.call()
    http.people.delete(token)
    acme.people.delete(token)
    expect((await needOf(tool.call())).need).toMatchObject({ why: 'rejected', reason: 'rejected' })
  })

  it('is left as it is where its service accepts it', async () => {
    const token = await add('ada')
    const tool = await stage.tool('ada', 'whoami')
    await tool.call()
    http.people.delete(token)
    expect(await tool.call()).toMatchObject({ isError: true })
    http.people.set(token, 'ada')
    expect(textOf(await tool.call())).toBe('ada')
  })

  it.each([429, 500, 502, 503])('is not even asked about where the answer is %i', async (status) => {
    await add('ada')
    const tool = await stage.tool('ada', 'whoami')
    await tool.call()
    acme.asked.length = 0
    http.intercept = (_, response) => {
      response.writeHead(status).end('401 Unauthorized')
      return true
    }
    await expect(tool.call()).rejects.toMatchObject({ code: 'TOOL_UNAVAILABLE' })
    expect(acme.asked).toEqual([])
  })
})

it('a credential that one instance deletes is in no request of another', async () => {
  const token = await add('ada')
  const other = await openKeyturn({
    formation: await readFormation(stage.folder, { allowLoopback: true }),
    databaseUrl: false,
    redisUrl: false,
  })
  try {
    const [tool] = (await other.user({ userId: 'ada', conversationId: 'talk' }).tools()).filter(
      ({ originalName }) => originalName === 'whoami',
    )
    await tool?.call()
    expect(http.sessions()).toBe(1)
    await stage.keyturn.credentials.delete('ACME', { userId: 'ada' })
    const before = http.came.length
    await needOf(Promise.resolve(tool?.call()))
    // The stream that was open for the server's own messages is closed within a second or two, without a word.
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect(http.came.length).toBe(before)
    expect(JSON.stringify(http.came.slice(before))).not.toContain(token)
  } finally {
    await other.close()
  }
})
