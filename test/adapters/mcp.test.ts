/** `keyturn/mcp`: a host's own MCP client, over Streamable HTTP, as one user. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mcpFetch } from '../../src/adapters/mcp.ts'
import type { Agent, User } from '../../src/index.ts'
import { openPartsStage, turnOf } from '../flow/parts-stage.ts'
import type { PartsStage } from '../flow/parts-stage.ts'

/** A server at the door's host that tells everybody the credential it was called with. */
function serveDoor(request: Request): Promise<Response> {
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'door', version: '1' })
    server.registerTool('open', { description: 'Opens the door.' }, () => ({
      content: [{ type: 'text', text: `Open for ${request.headers.get('authorization') ?? 'nobody'}.` }],
    }))
    return server
  })
  return handler.fetch(request)
}

let stage: PartsStage
const codes = new Map<string, string>()
beforeAll(async () => {
  stage = await openPartsStage({
    keyturn: {
      fetch: async (input, init) => {
        const request = new Request(input, init)
        const { hostname, pathname } = new URL(request.url)
        if (hostname !== 'door.example') throw new TypeError('This test has one host.')
        const login = codes.get((request.headers.get('authorization') ?? '').replace(/^\S+ /, ''))
        if (login === undefined) return Response.json({ message: 'no' }, { status: 401 })
        if (pathname !== '/mcp') return Response.json({ login, id: login.length })
        return serveDoor(request)
      },
    },
  })
})
afterAll(() => stage.close())

async function openDoor(user: User, url = 'https://door.example/mcp'): Promise<string> {
  const client = new Client({ name: 'host', version: '1' })
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { fetch: mcpFetch(user, 'door') }))
  const result = await client.callTool({ name: 'open', arguments: {} })
  await client.close()
  return JSON.stringify(result.content)
}

const agent: Agent = async ({ user }) => openDoor(user)

function newCode(login: string): string {
  const code = `door-${crypto.randomUUID()}`
  codes.set(code, login)
  return code
}

describe('mcpFetch', () => {
  it('asks where a client connects without a credential, and goes on once it is there', async () => {
    const chat = stage.keyturn.agent(agent)
    const who = { userId: 'ada' }
    expect((await chat(turnOf('Open up, please', who))).text).toMatch(/provide your/)
    const code = newCode('ada')
    const { text } = await chat(turnOf(code, who))
    expect(text).toContain('Open for')
    expect(text).not.toContain(code)
  })

  it('T-051 takes the credential out of what the server says', async () => {
    const code = newCode('bea')
    await stage.keyturn.credentials.set('DOOR', { userId: 'bea', value: code })
    const said = await openDoor(stage.keyturn.user({ userId: 'bea', conversationId: 'c' }))
    expect(said).toMatch(/Open for .*removed\]/)
    expect(said).not.toContain(code)
  })

  it('T-053 sends nothing to another host', async () => {
    await stage.keyturn.credentials.set('DOOR', { userId: 'cleo', value: newCode('cleo') })
    const user = stage.keyturn.user({ userId: 'cleo', conversationId: 'c' })
    await expect(openDoor(user, 'https://evil.example/mcp')).rejects.toThrow(/own hosts/)
  })

  it('works with one account at a time: of two it asks which', async () => {
    for (const login of ['dora', 'dorothea'])
      await stage.keyturn.credentials.set('DOOR', { userId: 'dora', value: newCode(login) })
    const answer = await stage.keyturn.agent(agent)(turnOf('Open up, please', { userId: 'dora' }))
    expect(answer.reply?.choices).toHaveLength(2)
  })

  it('asks anew where the server does not take the credential any more', async () => {
    const code = newCode('eve')
    await stage.keyturn.credentials.set('DOOR', { userId: 'eve', value: code })
    codes.delete(code)
    const answer = await stage.keyturn.agent(agent)(turnOf('Open up, please', { userId: 'eve' }))
    expect(answer.text).toMatch(/door/i)
    expect(answer.reply?.form?.service).toBe('door')
  })
})
