/** What a server or a service sends is searched in time by its length, not by its square: one of them keeps nobody waiting. */
import { describe, expect, it } from 'vitest'
import { createScrubber } from '../../src/guard/index.ts'
import { Secret } from '../../src/secret.ts'
import { createGitHubToken } from '../../src/testing/index.ts'

const token = createGitHubToken()
const scrubber = createScrubber([{ secret: Secret.fromText(token), service: 'github' }])

const repeat = (piece: string) => (length: number) => piece.repeat(Math.ceil(length / piece.length))
const each = (length: number, make: (index: number) => unknown) => Array.from({ length }, (_, at) => make(at))
const letter = (index: number): string => token.charAt(index % token.length)

const HOSTILE: Readonly<Record<string, (length: number) => unknown>> = {
  'the value again and again': repeat(`${token} `),
  'its halves on lines of their own': repeat(`${token.slice(0, 20)}\n${token.slice(20)}\n`),
  'its characters apart, again and again': repeat(`${[...token].join(' ')} `),
  'nothing but backslashes': repeat('\\'),
  'backslashes before what is no escape': repeat(`${'\\'.repeat(4_000)}-`),
  'a block for each of its characters': (length) =>
    each(length / 16, (at) => ({ type: 'text', text: letter(at) })),
  'a block for three of its characters': (length) =>
    each(length / 16, (at) => ({ type: 'text', text: token.slice(at % 37, (at % 37) + 3) })),
  'a list of its characters': (length) => each(length / 4, letter),
  'a list of their numbers': (length) => each(length / 4, (at) => token.charCodeAt(at % token.length)),
  'its characters under names': (length) =>
    Object.fromEntries(each(length / 16, (at) => [`k${at}`, letter(at)]) as [string, string][]),
  'rows that begin with it': (length) =>
    each(length / 16, () => ({ id: token.slice(0, 12), name: 'of somebody' })),
}

/** What this process worked for it, whatever else the machine does meanwhile. Milliseconds; the better of two. */
function worked(value: unknown): number {
  const once = (): number => {
    const from = process.cpuUsage()
    scrubber.value(value)
    return process.cpuUsage(from).user / 1000
  }
  return Math.min(once(), once())
}

describe('T-122 a text made to be searched without end', () => {
  scrubber.value({ content: [{ type: 'text', text: `Once before, for the compiler: ${token}` }] })

  it.each(Object.entries(HOSTILE))(
    'takes time by its length: %s',
    (_what, make) => {
      const [short, long] = [8_192, 65_536].map((length) => worked({ content: make(length) }))
      // Eight times as long is eight times the work, and sixty-four times where each place is looked at for each.
      expect(long).toBeLessThan(Math.max(500, (short ?? 0) * 30))
    },
    120_000,
  )

  it('is searched as before: what stands in a repeated text is taken out of each', () => {
    const content = each(6, () => ({ type: 'text', text: token.slice(0, 7) })).concat(
      each(4, (at) => ({ type: 'text', text: at % 2 === 0 ? token.slice(0, 20) : token.slice(20) })),
    )
    const shown = JSON.stringify(scrubber.value({ content }))
    expect(shown).not.toContain(token.slice(20))
    expect(shown).not.toContain(token.slice(0, 20))
    const apart = scrubber.value({ content: each(80, letter) }) as { readonly content: readonly string[] }
    expect(apart.content.join('')).toContain('removed]')
    expect(apart.content.join('')).not.toContain(token.slice(5, 17))
  })
})
