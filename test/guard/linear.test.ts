import { describe, expect, it } from 'vitest'
import { createScrubber, findSecrets } from '../../src/guard/index.ts'
import { worstInputs } from './corpus/adversarial.ts'
import { Random } from './corpus/random.ts'
import { makeToken } from './corpus/tokens.ts'

/** The least of several timings, in milliseconds of processor time: other work on the machine does not count. */
function cost(work: () => unknown): number {
  let best = Infinity
  for (let round = 0; round < 4; round++) {
    const start = process.cpuUsage().user
    work()
    best = Math.min(best, (process.cpuUsage().user - start) / 1000)
  }
  return best
}

const small = worstInputs(20_000)
const large = worstInputs(160_000)

const amid = worstInputs(4_000)

describe('a text made to be dear', () => {
  it.each(Object.keys(amid))('hides no token before, in or behind it: %s', (name) => {
    const random = new Random(11)
    const tokens = ['github', 'gitlab', 'npm'].map((service) => makeToken(random, service).value)
    const text = tokens.join(`\n${amid[name] ?? ''}\n`)
    const scrubbed = createScrubber([]).text(`${text}\n${amid[name] ?? ''}`)
    for (const token of tokens) expect(scrubbed).not.toContain(token.slice(4))
  })
})

describe('the cost of a text', () => {
  it.each(Object.keys(small))('grows no faster than its length: %s', { retry: 3 }, (name) => {
    findSecrets(small[name] ?? '')
    const once = cost(() => findSecrets(small[name] ?? ''))
    const eightfold = cost(() => findSecrets(large[name] ?? ''))
    // Eight times the text: a quadratic rule would cost 64 times as much, and seconds at this length. Below 5 ms the clock says little.
    expect(eightfold).toBeLessThan(Math.max(once, 5) * 24)
  })

  it('stays linear for a stream of single characters in one long word', { retry: 3 }, async () => {
    const run = async (size: number): Promise<number> => {
      const stream = createScrubber([]).stream()
      const writer = stream.writable.getWriter()
      const drained = stream.readable.pipeTo(new WritableStream())
      const start = process.cpuUsage().user
      for (let at = 0; at < size; at++) await writer.write('a1B2'.charAt(at % 4))
      await writer.close()
      await drained
      return process.cpuUsage().user - start
    }
    await run(2_000)
    expect(await run(32_000)).toBeLessThan(Math.max(await run(4_000), 5_000) * 30)
  })
})
