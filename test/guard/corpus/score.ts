/** Measures a recogniser on a corpus. */
import type { Finding } from '../../../src/guard/index.ts'
import type { Message } from './corpus.ts'

/** Shares from 0 to 1. */
export interface Score {
  /** Secrets of tiers A, B, C of which nothing usable is left in the text. */
  readonly takenOut: { readonly A: number; readonly B: number; readonly C: number }
  /** Texts of tier N in which anything was found. */
  readonly falsePositives: number
  /** Of the secrets found whose service is known: the right one named. */
  readonly service: { readonly A: number; readonly B: number }
  /** Of the secrets of tiers A and B that were taken out: exactly the value, no more, no less. */
  readonly exact: number
  readonly exactMangled: number
  /** What went wrong, by origin. */
  readonly misses: readonly {
    readonly message: Message
    readonly findings: readonly Finding[]
    readonly fault: string
  }[]
}

/** A secret counts as taken out when no run of 12 of its characters is left, or of half of a short one. */
export function scoreCorpus(corpus: readonly Message[], find: (text: string) => readonly Finding[]): Score {
  const tallies = new Map<string, { good: number; all: number }>()
  const misses: Score['misses'][number][] = []
  const count = (name: string, good: boolean): void => {
    const tally = tallies.get(name) ?? { good: 0, all: 0 }
    tallies.set(name, { good: tally.good + (good ? 1 : 0), all: tally.all + 1 })
  }
  for (const message of corpus) {
    const findings = find(message.text)
    const miss = (fault: string): number => misses.push({ message, findings, fault })
    if (message.secret === undefined) {
      count('N', findings.length > 0)
      if (findings.length > 0) miss('false positive')
      continue
    }
    const out = isTakenOut(message, findings)
    count(message.tier, out)
    if (!out) {
      miss('left in')
      continue
    }
    const { value, service } = message.secret
    const exact = findings.some((finding) => finding.value === value)
    count(message.tier === 'C' ? 'exactMangled' : 'exact', exact)
    if (!exact) miss('not exact')
    if (service === undefined) continue
    const named = findings.some((finding) => overlaps(finding, message) && finding.service === service)
    count(`service${message.tier}`, named)
    if (!named) miss('wrong service')
  }
  const share = (name: string): number => {
    const tally = tallies.get(name)
    return tally === undefined ? 1 : tally.good / tally.all
  }
  return {
    takenOut: { A: share('A'), B: share('B'), C: share('C') },
    falsePositives: tallies.has('N') ? share('N') : 0,
    service: { A: share('serviceA'), B: share('serviceB') },
    exact: share('exact'),
    exactMangled: share('exactMangled'),
    misses,
  }
}

function overlaps(finding: Finding, message: Message): boolean {
  return finding.start < message.end && finding.end > message.start
}

function isTakenOut(message: Message, findings: readonly Finding[]): boolean {
  const length = message.end - message.start
  const allowed = length < 24 ? Math.floor(length / 2) : 12
  let run = 0
  for (let at = message.start; at < message.end; at++) {
    run = findings.some((finding) => at >= finding.start && at < finding.end) ? 0 : run + 1
    if (run >= allowed) return false
  }
  return true
}
