import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MessageRefused } from '../../src/tools/message-bounds.ts'
import { MessageReader } from '../../src/tools/stdio/message-reader.ts'

const line = (value: unknown): string => `${JSON.stringify(value)}\n`
const message = (result: Record<string, unknown>, id = 1) => ({ jsonrpc: '2.0' as const, id, result })

function readAll(reader: MessageReader): unknown[] {
  const messages: unknown[] = []
  for (let read = reader.readMessage(); read !== null; read = reader.readMessage()) messages.push(read)
  return messages
}

describe('messages of a server', () => {
  it('are whole, however the bytes come', () => {
    // The SDK leaves a member out that is called so; nothing else of a message is lost.
    const name = fc.string({ unit: 'binary' }).filter((text) => text !== '__proto__')
    const results = fc.array(fc.dictionary(name, fc.jsonValue({ maxDepth: 3 })), { maxLength: 5 })
    const cuts = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(results, cuts, (given, lengths) => {
        const sent = given.map((result, id) => message({ ...result, _meta: {} }, id))
        const bytes = Buffer.from(sent.map(line).join(''))
        const reader = new MessageReader()
        const read: unknown[] = []
        for (let at = 0, cut = 0; at < bytes.length; cut++) {
          const length = lengths[cut % lengths.length] ?? 1
          reader.append(bytes.subarray(at, at + length))
          at += length
          read.push(...readAll(reader))
        }
        expect(read).toEqual(JSON.parse(JSON.stringify(sent)))
      }),
    )
  })

  it('are read on behind lines that are none', () => {
    const reader = new MessageReader()
    reader.append(Buffer.from(`starting [1,2\r\n\n{"half\n${line(message({ a: 1 }))}`))
    expect(readAll(reader)).toEqual([message({ a: 1 })])
  })

  it.each([
    ['too long', { maxBytes: 1_000 }, 'x'.repeat(2_000)],
    ['too long, and its end has not come', { maxBytes: 1_000 }, null],
    ['of too many elements', { maxValues: 100 }, Array.from({ length: 200 }, () => 1)],
    [
      'of too many members',
      { maxValues: 100 },
      Object.fromEntries(Array.from({ length: 200 }, (_, at) => [at, 1])),
    ],
    ['of too many empty lists', { maxValues: 100 }, Array.from({ length: 200 }, () => [])],
    ['too deep', { maxDepth: 20 }, JSON.parse('['.repeat(40) + ']'.repeat(40)) as unknown],
  ])('T-122 are refused before they are parsed: %s', (_what, bounds, value) => {
    const reader = new MessageReader({ maxBytes: 10_000, maxValues: 10_000, maxDepth: 100, ...bounds })
    const text = value === null ? `{"a":"${'x'.repeat(2_000)}` : line(message({ value }))
    expect(() => reader.append(Buffer.from(text))).toThrow(MessageRefused)
    expect(reader.readMessage()).toBeNull()
  })

  it('T-122 hold as many brackets and commas in their texts as they like', () => {
    const text = '[{,"\\'.repeat(5_000) + '\\'.repeat(5_001)
    const reader = new MessageReader({ maxBytes: 100_000, maxValues: 20, maxDepth: 10 })
    reader.append(Buffer.from(line(message({ text }))))
    expect(readAll(reader)).toEqual([message({ text })])
  })

  it('T-122 of 10 MiB in small pieces take time by their length, not its square', () => {
    const bytes = Buffer.from(line(message({ text: 'x'.repeat(10 * 1024 * 1024 - 100) })))
    const reader = new MessageReader()
    const before = process.cpuUsage()
    for (let at = 0; at < bytes.length; at += 4_096) reader.append(bytes.subarray(at, at + 4_096))
    expect(readAll(reader)).toHaveLength(1)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1_000).toBeLessThan(2_000)
  })
})
