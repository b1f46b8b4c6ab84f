/** Finds what is known of a service by its id. */
import type { ServiceId } from '../formation/formation.ts'
import { DEVELOPMENT_SERVICES } from './known-development.ts'
import { GOOGLE_SERVICES } from './known-google.ts'
import { MODEL_SERVICES } from './known-models.ts'
import type { KnownService } from './known-service.ts'
import { WORK_SERVICES } from './known-work.ts'

/** Every service that is known by name. */
export const KNOWN_SERVICES: readonly KnownService[] = [
  ...DEVELOPMENT_SERVICES,
  ...WORK_SERVICES,
  ...GOOGLE_SERVICES,
  ...MODEL_SERVICES,
]

const byId = new Map<ServiceId, KnownService>()
for (const known of KNOWN_SERVICES) {
  for (const name of known.environmentNames) byId.set(idOfVariable(name), known)
}
for (const known of KNOWN_SERVICES) byId.set(known.id, known)

/**
 * What is known of a service; nothing for one that is not in the table. An id that was made from the name of an environment variable
 * finds its service too: `${{ user.credentials.SLACK_BOT_TOKEN }}` is `slack_bot`, which is Slack.
 */
export function findKnownService(id: ServiceId): KnownService | undefined {
  return byId.get(id) ?? byId.get(id.replaceAll('-', '_')) ?? byId.get(id.replaceAll(/[-_]/g, ''))
}

/** A name for a service that is not in the table: `acme_crm` is "Acme Crm". */
export function nameOfUnknown(id: ServiceId): string {
  const words = id.split(/[-_]+/).filter((word) => word !== '')
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
}

function idOfVariable(name: string): ServiceId {
  return name.toLowerCase().replace(/_(?:token|api_key|key)$/, '')
}
