/** The faults of Redis during active flows, as often as the full proof wants them. */
import { type Fault, FAULTS } from '../../flow-state/faults.ts'
import { playRound } from '../../flow-state/round.ts'
import { openFaultStage } from '../../flow-state/stage.ts'
import type { Prove } from '../main.ts'

/** As many faults at once, each on servers of its own: most of their time is spent waiting. */
const AT_ONCE = 4

/** Tries each fault `rounds` times, and searches what Redis and the program kept for every secret that was said. */
export async function proveFaults(
  rounds: number,
  note: (line: string) => void,
  report: Parameters<Prove>[1],
): Promise<void> {
  const queue = [...FAULTS]
  const searched = { tried: 0, found: 0 }
  const lane = async (): Promise<void> => {
    for (let fault = queue.shift(); fault !== undefined; fault = queue.shift()) {
      const { survived, tried, found } = await proveFault(fault, rounds, note)
      const promise = `Redis ${fault.name} during active flows breaks no promise`
      report({ proof: 'state', promise, tried: rounds, survived })
      searched.tried += tried
      searched.found += found
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  const promise =
    'no secret is found in the files of Redis, the vault, the log or an answer after all of them'
  report({ proof: 'state', promise, tried: searched.tried, survived: searched.tried - searched.found })
}

async function proveFault(
  fault: Fault,
  rounds: number,
  note: (line: string) => void,
): Promise<{ survived: number; tried: number; found: number }> {
  const started = performance.now()
  const redis = await fault.start()
  const stage = await openFaultStage(redis, fault.commandTimeoutMs)
  try {
    let survived = 0
    for (let round = 0; round < rounds; round += 1) {
      const broken = await playRound(stage, fault, redis, round)
      for (const promise of broken) note(`${fault.name}, round ${round}: ${promise}`)
      if (broken.length === 0) survived += 1
    }
    const { findings } = await stage.search()
    for (const { sink, encoding } of findings) note(`a secret was found in ${sink}, ${encoding}`)
    note(`Redis ${fault.name}: ${rounds} rounds in ${((performance.now() - started) / 1_000).toFixed(0)} s`)
    const found = new Set(findings.map(({ secret }) => secret)).size
    return { survived, tried: stage.secretCount(), found }
  } finally {
    await stage.close()
    await redis.stop()
  }
}
