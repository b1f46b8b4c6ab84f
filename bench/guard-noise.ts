/** How often the guard finds something where there is nothing: every public text on this machine, by kind. `NOISE_HITS=1` lists the hits. */
import { findSecrets } from '../src/guard/index.ts'
import { countNoise, listHits } from '../test/guard/noise/count.ts'
import { NOISE } from '../test/guard/noise/sets.ts'
import type { Figure } from './main.ts'

/** Counts every set; about half a minute. */
export function run(report: (figure: Figure) => void): void {
  for (const set of NOISE) {
    const count = countNoise(set, findSecrets, 1)
    report({
      bench: 'guard-noise',
      figure: `of ${count.texts} texts hit: ${set.name} (before: ${set.before} %)`,
      value: count.percent,
      unit: '%',
      aim: set.aim,
      better: 'lower',
    })
    if (process.env['NOISE_HITS'] === '1') for (const line of listHits(count)) console.error(`    ${line}`)
  }
}
