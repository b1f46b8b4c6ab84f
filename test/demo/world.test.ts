/** The demo's world itself: what it answers is what GitHub would, and what it counts is what happened. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hookUrl, serverPath } from '../../examples/demo/world/formation.ts'
import { createGitHubToken } from '../../examples/demo/world/tokens.ts'
import { startWorld, type World } from '../../examples/demo/world/world.ts'
import { readFormation } from '../../src/formation/read.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(async () => {
  await world.close()
})

const ask = (path: string, token?: string): Promise<Response> =>
  world.fetch(`https://api.github.com${path}`, {
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  })

describe('the local GitHub', () => {
  it('tells whose a token is, by number and login, and its scopes', async () => {
    for (const login of ['ranaroussi', 'muxi-ai']) {
      const response = await ask('/user', world.github.issueToken(login))
      expect(response.status).toBe(200)
      expect(response.headers.get('x-oauth-scopes')).toMatch(/^repo, /)
      expect(await response.json()).toMatchObject({ login, id: expect.any(Number) as number })
    }
  })

  it('tells no scopes of a fine-grained token', async () => {
    const response = await ask('/user', world.github.issueToken('muxi-ai', { kind: 'github_pat' }))
    expect(response.status).toBe(200)
    expect(response.headers.has('x-oauth-scopes')).toBe(false)
  })

  it('refuses an unknown token, and a revoked one, as GitHub does', async () => {
    const token = world.github.issueToken('ranaroussi')
    expect((await ask('/user', token)).status).toBe(200)
    world.github.revokeToken(token)
    for (const bad of [token, createGitHubToken()]) {
      const response = await ask('/user', bad)
      expect(response.status).toBe(401)
      expect(await response.json()).toMatchObject({ message: 'Bad credentials' })
    }
    expect((await ask('/user')).status).toBe(401)
  })

  it('shows private repositories to their owner only, and hides that they are there', async () => {
    const own = world.github.issueToken('ranaroussi')
    const other = world.github.issueToken('muxi-ai')
    expect((await ask('/repos/ranaroussi/notebook', own)).status).toBe(200)
    expect((await ask('/repos/ranaroussi/notebook', other)).status).toBe(404)
  })

  it('counts the requests of each token, and keeps no token in what it tells', async () => {
    const token = world.github.issueToken('ranaroussi')
    await ask('/user', token)
    await ask('/user', token)
    expect(world.github.requests(token)).toEqual([
      { method: 'GET', path: '/user', login: 'ranaroussi', status: 200 },
      { method: 'GET', path: '/user', login: 'ranaroussi', status: 200 },
    ])
    expect(JSON.stringify(world.github.requests())).not.toContain(token)
  })

  it('takes "@me" in a search for whoever asks, and answers as briefly as GitHub', async () => {
    const query = '/search/issues?q=is:pr+author:@me'
    const response = await ask(query, world.github.issueToken('muxi-ai'))
    const { items } = (await response.json()) as { items: { title: string }[] }
    expect(items.map(({ title }) => title).sort()).toEqual(['Plan the second quarter', 'Stream tool results'])
    expect(items[0]).toHaveProperty('pull_request.diff_url')
    expect(items[0]).not.toHaveProperty('head')
  })

  it('fails on demand, as often as asked, for whom it is asked', async () => {
    const token = world.github.issueToken('ranaroussi')
    const { faults } = world.github
    faults.add({ kind: 'rate-limited', retryAfterSeconds: 7 }, { token })
    faults.add({ kind: 'sso' }, { token })
    faults.add({ kind: 'unavailable' }, { token, times: 2 })
    faults.add({ kind: 'reset' }, { token })
    faults.add({ kind: 'delay', delayMs: 30 }, { token })
    expect((await ask('/user', world.github.issueToken('muxi-ai'))).status).toBe(200)
    const limited = await ask('/user', token)
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7'])
    const sso = await ask('/user', token)
    expect([sso.status, sso.headers.has('x-github-sso')]).toEqual([403, true])
    expect((await ask('/user', token)).status).toBe(500)
    expect((await ask('/user', token)).status).toBe(500)
    await expect(ask('/user', token)).rejects.toThrow()
    const before = performance.now()
    expect((await ask('/user', token)).status).toBe(200)
    expect(performance.now() - before).toBeGreaterThan(25)
  })

  it('is the only address there is', async () => {
    await expect(world.fetch('https://example.com/')).rejects.toThrow('This world has no example.com')
  })
})

describe('the MCP server', () => {
  const connect = async (token: string): Promise<Client> => {
    const client = new Client({ name: 'world-test', version: '1.0.0' })
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: ['--import', hookUrl(), serverPath()],
        env: { LOCAL_GITHUB_URL: world.github.url, GITHUB_PERSONAL_ACCESS_TOKEN: token },
        stderr: 'pipe',
      }),
    )
    return client
  }

  it('is the published one, and reaches the local GitHub with its own token', async () => {
    const token = world.github.issueToken('muxi-ai')
    const client = await connect(token)
    const result = await client.callTool({ name: 'search_repositories', arguments: { query: 'user:@me' } })
    await client.close()
    const text = JSON.stringify(result)
    expect(text).toContain('muxi-ai/roadmap')
    expect(text).not.toContain('ranaroussi')
    expect(world.github.requests(token)).toHaveLength(1)
  })

  it('raises an error for a token that GitHub refuses', async () => {
    const client = await connect(createGitHubToken())
    const call = client.callTool({ name: 'search_repositories', arguments: { query: 'user:@me' } })
    await expect(call).rejects.toThrow(/Bad credentials/)
    await client.close()
  })

  it('cannot reach anything else', async () => {
    const program = `fetch('https://example.com/').catch((error) => console.log(error.message))`
    const child = spawn(process.execPath, ['--import', hookUrl(), '-e', program], {
      env: { LOCAL_GITHUB_URL: world.github.url },
    })
    let output = ''
    for await (const chunk of child.stdout) output += String(chunk)
    expect(output).toContain('This world has no example.com')
  })
})

describe('the scripted model', () => {
  const tools = [{ type: 'function' as const, function: { name: 'search_repositories', parameters: {} } }]

  it('asks for the tool that fits, and tells what the tool gave', async () => {
    const client = await world.model.client()
    const user = { role: 'user' as const, content: 'Show my GitHub repositories' }
    const first = await client.chat.completions.create({ model: 'scripted', messages: [user], tools })
    const message = first.choices[0]?.message
    const call = message?.tool_calls?.[0]
    expect(call).toMatchObject({
      function: { name: 'search_repositories', arguments: '{"query":"user:@me"}' },
    })
    if (message === undefined || call === undefined) throw new Error('The model asked for no tool.')
    const content = `ranaroussi:\n${JSON.stringify({ items: [{ full_name: 'a/"b"' }] }, null, 2)}`
    const second = await client.chat.completions.create({
      model: 'scripted',
      messages: [user, message, { role: 'tool', tool_call_id: call.id, content }],
      tools,
    })
    expect(second.choices[0]?.message.content).toBe('Repositories:\nranaroussi:\n- a/"b"')
  })

  it('keeps every request it got, whole', async () => {
    const client = await world.model.client()
    const before = world.model.requests().length
    const content = 'needle in a request'
    await client.chat.completions.create({ model: 'scripted', messages: [{ role: 'user', content }] })
    expect(world.model.requests().slice(before)).toEqual([expect.stringContaining(content)])
  })
})

describe('the formation', () => {
  it('is one that Keyturn reads, and takes what differs', async () => {
    expect((await readFormation(world.formation)).services.get('github')?.acceptInline).toBe(true)
    const other = world.writeFormation('redirect', {
      userCredentials: { mode: 'redirect', redirect_message: 'Add them at https://credentials.example.com' },
    })
    expect((await readFormation(other)).mode).toBe('redirect')
    expect(readFileSync(join(world.formationDirectory, 'mcp', 'github.afs'), 'utf8')).toContain('bearer')
  })
})

it('a world stands in under a second, and leaves nothing behind', async () => {
  // The quickest of three: how busy the machine is otherwise is not the world's.
  let durationMs = Infinity
  for (let round = 0; round < 2; round += 1) {
    const before = performance.now()
    await using _ = await startWorld()
    durationMs = Math.min(durationMs, performance.now() - before)
  }
  const before = performance.now()
  const second = await startWorld()
  expect(Math.min(durationMs, performance.now() - before)).toBeLessThan(1000)
  const { url } = second.github
  await second.close()
  expect(existsSync(second.formationDirectory)).toBe(false)
  await expect(fetch(url)).rejects.toThrow()
})
