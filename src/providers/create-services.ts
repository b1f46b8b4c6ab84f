/**
 * Makes the services of a formation out of their providers: the host's own, the known ones, and those that a `credential:` block describes.
 *
 * A service that nobody can ask accepts a credential as it is, and says so (`checked: false`).
 */
import { KeyturnError } from '../errors.ts'
import type { AuthType, Formation, ServiceId, ServiceUse } from '../formation/formation.ts'
import { hasKnownShape, type Family } from '../guard/index.ts'
import { createTokenRules } from '../guard/families/formation.ts'
import { createGuardedFetch, type AddressLookup } from '../net/guarded-fetch.ts'
import type { Fetch } from '../ports.ts'
import type { CredentialFields } from '../secret.ts'
import { readCredential } from './credential.ts'
import { createIdentity } from './identity.ts'
import type { CheckOptions, Service, Verdict } from './service.ts'
import type { Services } from './services.ts'
import { addressOfCredential, checkCredential } from './check/check.ts'
import { loopbackHostsOf, type ConfiguredOptions } from './configured.ts'
import { fieldsByName } from './fields.ts'
import { textOf } from './inject.ts'
import { chooseProvider, type Chosen } from './choose-provider.ts'
import type { Provider } from './provider.ts'

/** What the host may set besides the formation; never anything a user says. */
export interface ServicesOptions extends ConfiguredOptions {
  /** Providers of the host's own, before the known ones. */
  readonly providers?: readonly Provider[] | undefined
  /** Another base of GitHub's REST API: `https://HOST/api/v3` of a GitHub Enterprise Server, or a local one for tests. */
  readonly githubApi?: string | undefined
  /** Milliseconds for a whole check. Default 10,000. */
  readonly timeoutMs?: number | undefined
  readonly lookup?: AddressLookup | undefined
  /** The host's own `fetch` for hosts that a formation names, which is then the host's to guard. Default: one that looks at addresses. */
  readonly fetch?: Fetch | undefined
}

/**
 * Makes the services of a formation.
 *
 * @throws KeyturnError `CONFIGURATION_INVALID` for a `credential:` block whose check is not https, or on a private address or foreign host.
 */
export function createServices(formation: Formation, options: ServicesOptions = {}): Services {
  const services = new Map<ServiceId, Service>()
  for (const use of formation.services.values()) {
    services.set(use.service, createService(use, authTypeOf(formation, use), options))
  }
  return {
    all: [...services.values()],
    rules: rulesOf(formation, options),
    find: (id) => services.get(id),
    get(id) {
      const service = services.get(id)
      if (service !== undefined) return service
      throw new KeyturnError('SERVICE_UNKNOWN', 'No server of the formation uses this service.')
    },
  }
}

/** The guard knows the shapes of the known providers by itself. */
function rulesOf(formation: Formation, { providers = [] }: ServicesOptions): readonly Family[] {
  const rules = createTokenRules(formation)
  const own = providers.flatMap(({ shapes }) => shapes)
  return own.length === 0 ? rules : [...rules, ...own]
}

function createService(use: ServiceUse, authType: AuthType | undefined, options: ServicesOptions): Service {
  const { service: id, fields } = use
  const chosen = chooseProvider(use, nameOfFields(fields, authType), options)
  const { known, provider, place } = chosen
  const scopes = known?.suggestedScopes ?? []
  const page = known?.tokenPage?.({ scopes, web: known.locate(place)?.web ?? '' })
  const knownAs = known?.knownAs ?? id
  const hasShapes = (use.credential?.shapes ?? []).length > 0 || (known?.shapes ?? []).length > 0
  return {
    id,
    name: provider.name,
    credentialName: provider.credentialName,
    fields,
    words: [...new Set([...(known?.words ?? []), id, id.replaceAll(/[-_]+/g, ' ')])],
    help: {
      // A page of a site is at no address while nobody said which site.
      url: page?.startsWith('https://') === true ? page : undefined,
      scopes: scopes.length === 0 ? undefined : scopes.join(', '),
    },
    knownAs,
    hasKnownShape: fields.length === 1 && (hasShapes || hasKnownShape(knownAs)),
    origins: chosen.origins,
    originsOf: (given) => originsOf(chosen, given),
    check: createCheck(chosen, options),
    ...(known?.connect !== undefined && {
      connecting: { connect: known.connect, refresh: known.refresh, web: known.locate(place)?.web ?? '' },
    }),
    async inject(request, given, now) {
      const named = fieldsByName(provider.fields, given)
      if (named === undefined) throw unsendable()
      await provider.inject(request, named, now)
    },
  }
}

/** A site that a credential names adds its origins, where the formation does not say which hosts there are. */
function originsOf(
  { provider, place, origins, isBounded }: Chosen,
  given: CredentialFields,
): readonly string[] {
  const named = isBounded ? undefined : fieldsByName(provider.fields, given)
  if (named === undefined) return origins
  // A site that is not the service's is no address, and not the usual one either.
  return addressOfCredential(provider, named, place)?.origins ?? []
}

/** Whatever a service answers, and whatever a host's `fetch` gives in place of an answer, comes to a verdict. */
function createCheck(chosen: Chosen, options: ServicesOptions): Service['check'] {
  const { provider, place, isConfigured } = chosen
  const configuredFetch =
    options.fetch ??
    createGuardedFetch({
      privateHosts: [...loopbackHostsOf(chosen.hosts), ...(options.privateHosts ?? [])],
      lookup: options.lookup,
    })
  return async (fields, { fetch, clock, signal }: CheckOptions): Promise<Verdict> => {
    if (readCredential(fields) === 'unsendable') return couldNotSay('unreadable')
    if (!chosen.isChecked) return acceptUnchecked(fields)
    try {
      const scope = {
        fetch: isConfigured ? configuredFetch : fetch,
        clock,
        signal,
        timeoutMs: options.timeoutMs,
      }
      return readVerdict(await checkCredential(provider, fields, scope, place), fields, chosen)
    } catch {
      return couldNotSay('unreadable')
    }
  }
}

function readVerdict(
  verdict: Awaited<ReturnType<typeof checkCredential>>,
  fields: CredentialFields,
  { asksForAll }: Chosen,
): Verdict {
  if (verdict.verdict === 'valid') return { ...verdict, checked: true }
  if (verdict.verdict === 'rejected') return verdict
  const { reason, retryAfterMs } = verdict
  if (reason === 'unchecked') return acceptUnchecked(fields)
  // Nobody could make it whole: the formation asks for no more.
  if (reason === 'incomplete' && !asksForAll) return acceptUnchecked(fields)
  return couldNotSay(reason, retryAfterMs)
}

/** Without a way of asking, the user name is the account; a token alone says nothing about whose it is. */
function acceptUnchecked(fields: CredentialFields): Verdict {
  const username = fields['username'] === undefined ? undefined : textOf(fields, 'username')
  const identity = username === undefined ? undefined : createIdentity(username, username)
  if (username !== undefined && identity === undefined) return couldNotSay('unreadable')
  return { verdict: 'valid', identity, checked: false, scopes: undefined, expiresAt: undefined }
}

function couldNotSay(
  reason: Extract<Verdict, { verdict: 'unknown' }>['reason'],
  retryAfterMs?: number,
): Verdict {
  return { verdict: 'unknown', reason, retryAfterMs }
}

function authTypeOf(formation: Formation, use: ServiceUse): AuthType | undefined {
  return formation.servers.find(({ id }) => use.servers.includes(id))?.auth?.type
}

function nameOfFields(fields: readonly string[], authType: AuthType | undefined): string {
  if (fields.length > 1) {
    const names = fields.map((field) => (field === 'username' ? 'user name' : field.replaceAll('_', ' ')))
    return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  }
  if (authType === 'api_key') return 'API key'
  return fields[0]?.replaceAll('_', ' ') ?? 'token'
}

function unsendable(): KeyturnError {
  return new KeyturnError(
    'INPUT_INVALID',
    'The credential holds characters that cannot be sent. Add it again.',
  )
}
