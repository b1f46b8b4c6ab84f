/** Finds the service that a command names. */
import { KeyturnError } from '../../errors.ts'
import { nearestName } from '../../formation/nearest-name.ts'
import { normalizeServiceId } from '../../formation/service-id.ts'
import { UsageError } from '../exit-code.ts'
import type { NamedService, NamedServices } from '../management.ts'

/**
 * The service of a credential's name (`GITHUB_TOKEN`).
 *
 * @throws UsageError for a text that is no name; KeyturnError `SERVICE_UNKNOWN` for a service the formation has not.
 */
export function serviceNamed(services: NamedServices, name: string): NamedService {
  const id = normalizeServiceId(name)
  if (id === undefined)
    throw new UsageError('That is not the name of a credential. Use a name such as GITHUB_TOKEN.')
  const service = services.find(id)
  if (service !== undefined) return service
  const known = services.all.map((candidate) => candidate.id)
  const nearest = nearestName(id, known)
  const hint =
    nearest === undefined
      ? 'It has none that needs a user credential.'
      : `It has ${known.join(', ')}; the nearest is ${nearest}.`
  throw new KeyturnError('SERVICE_UNKNOWN', `The formation has no service of that name. ${hint}`)
}
