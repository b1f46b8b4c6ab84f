/** Histories of clients and older stores, in the shapes of frameworks: the same messages, without secrets. */
import { AIMessage, HumanMessage, SystemMessage } from 'langchain'
import { describe, expect, it } from 'vitest'
import { guardMessages } from '../../src/adapters/history.ts'
import { guardMessages as guardLangChain } from '../../src/adapters/langchain.ts'
import { createScrubber } from '../../src/guard/index.ts'
import { createGitHubToken } from '../../src/testing/index.ts'

const token = createGitHubToken()
const request = {
  text: 'my password is [password removed]',
  scrub: <Value>(value: Value) => createScrubber([]).value(value) as Value,
}
const TYPED = 'my password is hunter2'

const HISTORIES: Readonly<Record<string, readonly object[]>> = {
  'chat completions': [
    { role: 'system', content: 'Help.' },
    { role: 'user', content: `look at ${token}` },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: 'call_1', type: 'function', function: { name: 'a', arguments: `{"x":"${token}"}` } },
      ],
    },
    { role: 'tool', tool_call_id: 'call_1', content: `found ${token}` },
    { role: 'user', content: TYPED },
  ],
  'parts of chat completions': [
    {
      role: 'user',
      content: [
        { type: 'text', text: TYPED },
        { type: 'image_url', image_url: { url: 'https://x.example/a.png' } },
        { type: 'text', text: TYPED },
      ],
    },
  ],
  responses: [
    { role: 'user', content: [{ type: 'input_text', text: TYPED }] },
    { type: 'function_call', call_id: 'call_1', name: 'a', arguments: `{"x":"${token}"}` },
    { type: 'function_call_output', call_id: 'call_1', output: token },
  ],
  'UI messages': [
    { id: 'm1', role: 'user', parts: [{ type: 'text', text: token }] },
    {
      id: 'm2',
      role: 'assistant',
      parts: [{ type: 'tool-a', toolCallId: 'c1', state: 'output-available', input: {}, output: token }],
    },
    { id: 'm3', role: 'user', parts: [{ type: 'text', text: TYPED }], metadata: { at: 3 } },
  ],
  'items of agents': [
    { role: 'user', content: TYPED },
    {
      type: 'function_call_result',
      callId: 'c1',
      name: 'a',
      status: 'completed',
      output: { type: 'text', text: token },
    },
  ],
}

describe('a history', () => {
  it.each(Object.entries(HISTORIES))(
    'of %s keeps its messages, roles and ids, and loses its secrets',
    (_, history) => {
      const clean = guardMessages(request, history)
      const text = JSON.stringify(clean)
      expect(text).not.toContain(token)
      expect(text).not.toContain('hunter2')
      expect(text.split(request.text)).toHaveLength(2)
      const frame = (messages: readonly object[]) =>
        messages.map((message) => {
          const { role, id, type, tool_call_id, call_id, callId, metadata } = message as Record<
            string,
            unknown
          >
          return { role, id, type, tool_call_id, call_id, callId, metadata }
        })
      expect(frame(clean)).toEqual(frame(history))
      // What was given is left as it was.
      expect(JSON.stringify(history)).toContain('hunter2')
    },
  )

  it('of LangChain too', () => {
    const history = [
      new SystemMessage({ content: 'Help.', id: 's' }),
      new HumanMessage({ content: `look at ${token}`, id: 'h1' }),
      new AIMessage({ content: '', id: 'a1', tool_calls: [{ id: 'c1', name: 'a', args: { x: token } }] }),
      new HumanMessage({ content: [{ type: 'text', text: TYPED }], id: 'h2' }),
    ]
    const clean = guardLangChain(request, history)
    const text = JSON.stringify(clean)
    expect(text).not.toContain(token)
    expect(text).not.toContain('hunter2')
    expect(clean.map(({ id, type }) => [id, type])).toEqual(history.map(({ id, type }) => [id, type]))
    expect(clean.at(-1)?.text).toBe(request.text)
  })

  it('without a message of the user’s is scrubbed all the same', () => {
    expect(guardMessages(request, [{ role: 'assistant', content: token }])).toEqual([
      { role: 'assistant', content: '[github token removed]' },
    ])
  })
})
