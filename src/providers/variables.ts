/** The environment variables in which the tools of a service read its one token. */
import { usualVariables, type VariablesOf } from '../formation/injected-names.ts'
import type { Provider } from './provider.ts'
import { findProvider } from './providers.ts'

/** Makes the look-up, whatever the formation calls the token. The host's own providers go before the known ones. */
export function variablesAmong(own: readonly Provider[] = []): VariablesOf {
  return (service) => {
    const needed = findProvider(service, own)?.fields.filter(
      ({ isSecret, isOptional }) => isSecret && !isOptional,
    )
    const [only, another] = needed ?? []
    return only === undefined || another !== undefined ? usualVariables(service) : only.environment
  }
}

/** Of the known services, and `ACME_TOKEN` of any other. */
export const knownVariables: VariablesOf = variablesAmong()
