/** The worst input we know against ordinary messages of its length. */
import { findSecrets } from '../../src/guard/index.ts'
import { worstInputs } from '../../test/guard/corpus/adversarial.ts'
import { makeMessages } from '../../test/guard/corpus/traffic.ts'
import type { Figure } from '../main.ts'
import { figureOf, inTurns, median } from './turns.ts'

/** In characters. */
const SIZE = 100_000
/** Ordinary messages: their mean is what ordinary costs. */
const MESSAGES = 8

/** Times every adversarial input in turns with ordinary messages: settings, logs, keys, prose of several languages. */
export async function measureWorst(report: (figure: Figure) => void): Promise<void> {
  const messages = makeMessages(SIZE, MESSAGES, 1).map((message) => Buffer.from(message).toString())
  const ordinary = (): void => {
    for (const message of messages) findSecrets(message)
  }
  let worst = { name: '', ratio: 0 }
  for (const [name, drawn] of Object.entries(worstInputs(SIZE))) {
    const text = Buffer.from(drawn).toString()
    const rounds = await inTurns({ ordinary, worst: () => findSecrets(text) })
    const ratio = median(rounds.map((times) => (times.worst * MESSAGES) / times.ordinary))
    if (ratio > worst.ratio) worst = { name, ratio }
  }
  const name = `worst adversarial input (${worst.name}) over ordinary ones, 100 kB`
  report(figureOf(name, worst.ratio, '×', 5, 'lower'))
}
