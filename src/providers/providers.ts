/** Finds what is known of a service by its id. `list.generated.ts` missing: `npm run generate` makes it. */
import type { ServiceId } from '../formation/formation.ts'
import { PROVIDERS } from './list.generated.ts'
import type { Provider } from './provider.ts'

/** Every service that is known, in the order of the files. */
export const KNOWN_PROVIDERS: readonly Provider[] = PROVIDERS

/**
 * What is known of a service; absent for one that is not known. An id that was made from the name of an environment variable finds its
 * service too: `${{ user.credentials.SLACK_BOT_TOKEN }}` is `slack_bot`, which is Slack. The host's own providers go before ours.
 */
export function findProvider(id: ServiceId, own: readonly Provider[] = []): Provider | undefined {
  const spellings = [id, id.replaceAll('-', '_'), id.replaceAll(/[-_]/g, '')]
  const providers = [...own, ...PROVIDERS]
  for (const spelling of spellings) {
    const named = providers.find((provider) => provider.id === spelling)
    const found = named ?? providers.find((provider) => variableIds(provider).includes(spelling))
    if (found !== undefined) return found
  }
  return undefined
}

/** A name for a service that is not known: `acme_crm` is "Acme Crm". */
export function nameOfUnknown(id: ServiceId): string {
  const words = id.split(/[-_]+/).filter((word) => word !== '')
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
}

/** The ids that placeholders make of the variables of a provider's secret fields. */
function variableIds({ fields }: Provider): string[] {
  const names = fields.filter(({ isSecret }) => isSecret).flatMap(({ environment }) => environment)
  return names.map((name) => name.toLowerCase().replace(/_(?:token|api_key|key)$/, ''))
}
