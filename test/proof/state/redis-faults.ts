/** The faults of Redis during active flows, as often as the full proof wants them. */
import { FAULTS } from '../../flow-state/faults.ts'
import { afterFault, beforeFault, duringFault } from '../../flow-state/round.ts'
import { openFaultStage } from '../../flow-state/stage.ts'
import { createCanary } from '../../../src/testing/index.ts'
import { startRedis } from '../../servers/redis.ts'
import type { Prove } from '../main.ts'

/** Tries each fault `rounds` times, and searches what Redis and the program kept for every token that was used. */
export async function proveFaults(
  rounds: number,
  note: (line: string) => void,
  report: Parameters<Prove>[1],
): Promise<void> {
  const server = await startRedis({ settings: ['--appendonly', 'yes', '--rdbcompression', 'no'] })
  const stage = await openFaultStage(server)
  try {
    for (const fault of FAULTS) {
      let survived = 0
      for (let round = 0; round < rounds; round += 1) {
        const cast = await beforeFault(stage, `${fault.name.replaceAll(' ', '-')}-${round}`)
        await fault.begin(server)
        const broken = await duringFault(stage, cast, fault)
        await fault.end(server)
        broken.push(...(await afterFault(stage, cast)))
        for (const promise of broken) note(`${fault.name}, round ${round}: ${promise}`)
        if (broken.length === 0) survived += 1
      }
      const promise = `Redis ${fault.name} during active flows breaks no promise`
      report({ proof: 'state', promise, tried: rounds, survived })
    }
    const canary = createCanary({ shapes: [] })
    const tokens = stage.github.tokens()
    for (const [index, token] of tokens.entries()) canary.add(`token ${index}`, token, 'ghp_')
    const log = { kind: 'text', name: 'log', text: stage.logged.join('\n') } as const
    const folders = [stage.folder, server.folder].map((path) => ({ kind: 'folder', path }) as const)
    const { findings } = canary.scan([...folders, log])
    for (const { sink, encoding } of findings) note(`a token was found in ${sink}, ${encoding}`)
    const found = new Set(findings.map(({ secret }) => secret)).size
    const promise = 'no token is found in the append-only file, the vault or the log after all of them'
    report({ proof: 'state', promise, tried: tokens.length, survived: tokens.length - found })
  } finally {
    await stage.close()
    await server.stop()
  }
}
