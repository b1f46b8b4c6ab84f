/** `keyturn doctor [formation]`: looks at everything a deployment works with, and says what to mend. */
import { readFormation } from '../../open/formation.ts'
import { promptKeys } from '../../words.ts'
import type { Console } from '../terminal/console.ts'
import { checkProxies, checkRedis, checkServers, checkVault, type Finding } from './checks.ts'
import { checkClock } from './clock.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'

/** Checks database, Redis, key, clock, trusted proxies and MCP servers: 0 works (weak spots are said), 1 a setting is wrong, 3 something is out of order. */
export async function examine(console: Console, path: string): Promise<ExitCode> {
  const { environment } = console.surroundings
  const formation = await readFormation(path, { promptKeys: promptKeys() })
  const [redis, clock] = await Promise.all([
    checkRedis(environment['REDIS_URL']),
    checkClock(environment['DATABASE_URL']),
  ])
  const findings: Finding[] = [...redis, clock, checkProxies(formation)]
  for (const { place, message } of formation.warnings)
    findings.push({
      subject: `${place.file}:${place.line}`,
      state: 'weak',
      message: `${place.field} ${message}`,
    })
  findings.push(...(await checkVault(formation)), ...(await checkServers(formation)))
  const bad = findings.filter(({ state }) => state === 'bad')
  console.data({ healthy: bad.length === 0, findings })
  sayFindings(console, findings)
  if (bad.length === 0) return EXIT.done
  return bad.some(({ fault }) => fault === 'outage') ? EXIT.outage : EXIT.refused
}

/** Says findings, one a line, and below it what the subject wrote itself. */
export function sayFindings(console: Console, findings: readonly Finding[]): void {
  const { style } = console
  const marks = { good: style.good('✓'), weak: style.weak('!'), bad: style.bad('✗') }
  for (const { subject, state, message, lines = [] } of findings) {
    console.say(`${marks[state]} ${style.name(subject)} ${message}`)
    for (const line of lines) console.say(`    ${line}`)
  }
}
