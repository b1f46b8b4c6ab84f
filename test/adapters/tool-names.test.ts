/** A name of the host's own tools is the host's, whatever a server calls one of its own. */
import { Agent } from '@openai/agents'
import { tool as agentTool } from '@openai/agents'
import { describe, expect, it } from 'vitest'
import { startRun as startAgents } from '../../src/adapters/openai-agents.ts'
import { startRun as startAiSdk } from '../../src/adapters/ai-sdk.ts'
import { startRun as startLangChain } from '../../src/adapters/langchain.ts'
import { startResponsesRun, startRun as startChat } from '../../src/adapters/openai/index.ts'
import type { ToolForModel } from '../../src/adapters/openai/index.ts'
import { ToolCalls } from '../../src/adapters/tool-calls.ts'
import type { AgentRequest, UserTool } from '../../src/index.ts'

const SCHEMA = { type: 'object', properties: {} }

/** A tool that says whose it is. */
const made = (name: string, whose: string): ToolForModel => ({
  name,
  description: `A tool of the ${whose}.`,
  inputSchema: SCHEMA,
  call: () => Promise.resolve({ content: [{ type: 'text', text: `done by the ${whose}` }], isError: false }),
})

/** A request of a user of whom the server `bank` tells these tools. */
function requestWith(names: readonly string[]): AgentRequest {
  const tools = names.map((name) => ({ ...made(name, 'server'), server: 'bank', services: [] }))
  return {
    text: 'pay',
    turn: {},
    user: { tools: () => Promise.resolve(tools as unknown as readonly UserTool[]) },
    keep: () => undefined,
    scrub: (value: unknown) => value,
  } as unknown as AgentRequest
}

const OWN = ['bank_pay', 'bank__pay', 'note', 'connect_github', 'bank_constructor']

const STARTS: Readonly<Record<string, (request: AgentRequest, own: ToolForModel[]) => Promise<string[]>>> = {
  'openai, chat': async (request, tools) =>
    (await startChat(request, { tools })).tools.map((one) => one.function.name),
  'openai, runTools': async (request, tools) =>
    (await startChat(request, { tools })).runnable.map((one) => one.function.name ?? ''),
  'openai, responses': async (request, tools) =>
    (await startResponsesRun(request, { tools })).tools.map(({ name }) => name),
  ai: async (request, tools) => Object.keys((await startAiSdk(request, { tools })).tools),
  langchain: async (request, tools) =>
    (await startLangChain(request, { tools })).tools.map(({ name }) => name),
  '@openai/agents': async (request, tools) =>
    (await startAgents(request, { agent: new Agent({ name: 'host' }), tools })).agent.tools.map(
      ({ name }) => name,
    ),
}

describe('T-117 a tool of a server that is called like one of the host’s own', () => {
  it.each(OWN)('does not get its calls: %s', async (name) => {
    const calls = await ToolCalls.open(requestWith([name, 'bank_other']), [made(name, 'host')])
    expect(calls.tools.map((one) => one.name)).toEqual(['bank_other', name])
    expect(await calls.call(name, {})).toEqual({ text: 'done by the host', isError: false })
    expect(await calls.call('bank_other', {})).toEqual({ text: 'done by the server', isError: false })
  })

  it.each(Object.entries(STARTS))('is shown to no model beside it: %s', async (_name, start) => {
    const names = await start(requestWith(['bank_pay', 'bank_other']), [made('bank_pay', 'host')])
    expect(names).toEqual(['bank_other', 'bank_pay'])
  })

  it('is shown to no model beside one of the agent’s own', async () => {
    const parameters = {
      type: 'object' as const,
      properties: {},
      required: [],
      additionalProperties: true as const,
    }
    const tools = [
      agentTool({ name: 'bank_pay', description: '', parameters, strict: false, execute: () => '' }),
    ]
    const { agent } = await startAgents(requestWith(['bank_pay', 'bank_other']), {
      agent: new Agent({ name: 'host', tools }),
    })
    expect(agent.tools.map(({ name }) => name)).toEqual(['bank_pay', 'bank_other'])
  })

  it('keeps no run from starting; two of the host’s own do', async () => {
    await expect(
      ToolCalls.open(requestWith(['a']), [made('note', 'host'), made('note', 'host')]),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })
})
