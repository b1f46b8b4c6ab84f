/**
 * `keyturn check --live SERVICE`: what does the service say about this credential? Reads it unseen, asks the service as an addition
 * would, shows the verdict and forgets the value. Nothing is stored, and no try is counted.
 */
import { readFormation } from '../../open/formation.ts'
import { examineCredential } from '../../credentials/examine.ts'
import { systemClock } from '../../ports.ts'
import { createServices } from '../../providers/create-services.ts'
import type { Service, Verdict } from '../../providers/service.ts'
import type { Services } from '../../providers/services.ts'
import type { CredentialFields } from '../../secret.ts'
import { promptKeys } from '../../words.ts'
import { readCredential } from '../credentials/read-credential.ts'
import { serviceNamed } from '../credentials/service-name.ts'
import type { Console } from '../terminal/console.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { printable } from '../terminal/style.ts'

/** What a live check is told. */
export interface LiveOptions {
  readonly formation: string
  readonly service: string
}

/** Asks a service about a credential: 0 valid or nothing to ask, 1 not accepted, 3 when the service could not say. */
export async function checkLive(console: Console, options: LiveOptions): Promise<ExitCode> {
  const formation = await readFormation(options.formation, { promptKeys: promptKeys() })
  const githubApi = console.surroundings.environment['KEYTURN_GITHUB_API'] || undefined
  const services = createServices(formation, { githubApi })
  const service = services.get(serviceNamed(services, options.service).id)
  const given = await readCredential(console, service)
  if (given === undefined) {
    console.data({ service: service.id, verdict: 'cancelled' })
    console.note('Nothing was asked.')
    return EXIT.refused
  }
  try {
    return await askAbout(console, services, service, given)
  } finally {
    for (const secret of Object.values(given)) secret.dispose()
  }
}

async function askAbout(
  console: Console,
  services: Services,
  service: Service,
  given: CredentialFields,
): Promise<ExitCode> {
  const nothing = { before: {}, awaited: null, isPassword: false }
  const examined = examineCredential(services, { service: service.id, given, ...nothing })
  if (examined.kind !== 'complete') {
    const other = examined.kind === 'other-service' ? examined.found : undefined
    console.data({ service: service.id, verdict: 'not-asked', reason: examined.kind, found: other })
    console.note(
      `${console.style.bad('✗')} That does not look like a ${service.name} credential${other === undefined ? '' : ` but like one of ${other}`}, so ${service.name} was not asked.`,
    )
    return EXIT.refused
  }
  const verdict = await service.check(examined.fields, {
    fetch: globalThis.fetch,
    clock: systemClock,
    signal: undefined,
  })
  console.data({ service: service.id, ...dataOf(verdict) })
  return say(console, service, verdict)
}

function dataOf(verdict: Verdict): object {
  if (verdict.verdict !== 'valid') return verdict
  const { identity, checked, scopes, expiresAt } = verdict
  const expires = expiresAt === undefined ? undefined : new Date(expiresAt).toISOString()
  return { verdict: 'valid', checked, account: identity, scopes, expiresAt: expires }
}

function say(console: Console, { name }: Service, verdict: Verdict): ExitCode {
  const { style } = console
  switch (verdict.verdict) {
    case 'valid': {
      if (!verdict.checked) {
        console.say(`${style.weak('!')} There is no way to ask ${name}: any value would be stored as it is.`)
        return EXIT.done
      }
      const whose =
        verdict.identity === undefined
          ? 'does not say whose it is'
          : `says that it is ${style.name(printable(verdict.identity.name))}'s`
      console.say(`${style.good('✓')} ${name} accepts it, and ${whose}.`)
      if (verdict.scopes !== undefined)
        console.say(`  It may: ${verdict.scopes.map(printable).join(', ') || 'nothing'}.`)
      if (verdict.expiresAt !== undefined)
        console.say(`  It ends at ${new Date(verdict.expiresAt).toISOString()}.`)
      return EXIT.done
    }
    case 'rejected':
      console.note(
        `${style.bad('✗')} ${name} ${verdict.reason === 'expired' ? 'says that it has expired' : 'does not accept it'}.`,
      )
      return EXIT.refused
    case 'unknown':
      console.note(`${style.weak('!')} ${name} could not say (${verdict.reason}).`)
      return EXIT.outage
  }
}
