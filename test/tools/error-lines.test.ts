/** A child's stderr, in whole lines: half a secret is never passed on. */
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readLines } from '../../src/tools/stdio/error-lines.ts'
import { makeToken } from './fixtures.ts'

const LONGEST = 64 * 1024

async function linesOf(...chunks: readonly string[]): Promise<string[]> {
  const stream = new PassThrough()
  const lines: string[] = []
  readLines(stream, (line) => lines.push(line))
  for (const chunk of chunks) stream.write(chunk)
  stream.end()
  await new Promise((resolve) => stream.on('end', resolve))
  return lines
}

describe('a line of stderr', () => {
  it('comes whole, however it is cut, the last one without an end too', async () => {
    expect(await linesOf('fir', 'st\nsec', 'ond\n\nth', 'ird')).toEqual(['first', 'second', 'third'])
    expect(await linesOf(Buffer.from('é').toString().repeat(3))).toEqual(['ééé'])
  })

  it.each([
    ['in one piece', (token: string) => ['x'.repeat(LONGEST), token]],
    ['with the token across the limit', (token: string) => [`${'x'.repeat(LONGEST - 10)}${token}`]],
    ['in two pieces', (token: string) => ['x'.repeat(LONGEST - 10), token.slice(0, 20), token.slice(20)]],
    ['and goes on for long', (token: string) => ['x'.repeat(LONGEST + 1), 'y'.repeat(1000), token]],
    ['without an end', (token: string) => ['x'.repeat(2 * LONGEST), token]],
  ])('that is too long is left out with its rest: %s', async (_what, chunksOf) => {
    const token = makeToken()
    const lines = await linesOf('before\n', ...chunksOf(token), '\nafter\n')
    expect(lines).toEqual(['before', 'after'])
  })
})
