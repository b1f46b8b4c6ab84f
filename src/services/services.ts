/**
 * The services of a formation: each with its names, where its credentials may go, and how one is checked.
 *
 * GitHub is asked itself; any other service by its `credential:` block; one without a check is accepted as it is, and
 * says so (`checked: false`).
 */
import { KeyturnError } from '../errors.ts'
import type { AuthType, Formation, ServiceId, ServiceUse } from '../formation/formation.ts'
import { hasKnownShape, type Family } from '../guard/index.ts'
import { createTokenRules } from '../guard/families/formation.ts'
import type { CredentialFields } from '../secret.ts'
import { createConfiguredCheck, originsOf, type ConfiguredOptions } from './configured.ts'
import { authorizationOf, readCredential } from './credential.ts'
import { createGitHubCheck, GITHUB_API } from './github.ts'
import { createIdentity } from './identity.ts'
import type { KnownService } from './known-service.ts'
import { findKnownService, nameOfUnknown } from './known.ts'
import type { Service, Verdict } from './service.ts'

/** The services of one formation. */
export interface Services {
  /** Every service the formation uses, in the order of its files. */
  readonly all: readonly Service[]
  /** What the guard looks for besides its own rules: the `credential.shapes` of the formation. One list, compiled here. */
  readonly rules: readonly Family[]
  /** A service the formation uses, or nothing for any other id. */
  find(id: ServiceId): Service | undefined
  /**
   * A service the formation uses.
   *
   * @throws KeyturnError `SERVICE_UNKNOWN` for any other id.
   */
  get(id: ServiceId): Service
}

/** What the host may set besides the formation; never anything a user says. */
export interface ServicesOptions extends ConfiguredOptions {
  /** Another base of GitHub's REST API: `https://HOST/api/v3` of a GitHub Enterprise Server, or a local one for tests. */
  readonly githubApi?: string | undefined
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
    rules: createTokenRules(formation),
    find: (id) => services.get(id),
    get(id) {
      const service = services.get(id)
      if (service !== undefined) return service
      throw new KeyturnError('SERVICE_UNKNOWN', 'No server of the formation uses this service.')
    },
  }
}

function createService(use: ServiceUse, authType: AuthType | undefined, options: ServicesOptions): Service {
  const { service: id, fields } = use
  const known = findKnownService(id)
  const knownAs = known?.knownAs ?? known?.id ?? id
  return {
    id,
    name: known?.name ?? nameOfUnknown(id),
    credentialName:
      known !== undefined && fields.length === 1 ? known.credentialName : nameOfFields(fields, authType),
    fields,
    words: [...new Set([...(known?.words ?? []), id, id.replaceAll(/[-_]+/g, ' ')])],
    environmentNames: fields.length === 1 ? (known?.environmentNames ?? []) : [],
    help: { url: known?.helpUrl, scopes: known?.scopes },
    knownAs,
    hasKnownShape: fields.length === 1 && (hasShapes(use) || hasKnownShape(knownAs)),
    ...withVerdict(createCheck(use, known, options)),
  }
}

/** Whatever a service answers, and whatever a host's `fetch` gives in place of an answer, comes to a verdict. */
function withVerdict<Part extends Pick<Service, 'check'>>(part: Part): Part {
  const check: Service['check'] = async (fields, options) => {
    try {
      return await part.check(fields, options)
    } catch {
      return { verdict: 'unknown', reason: 'unreadable', retryAfterMs: undefined }
    }
  }
  return { ...part, check }
}

const hasShapes = ({ credential }: ServiceUse): boolean =>
  credential !== undefined && credential.shapes.length > 0

function createCheck(
  use: ServiceUse,
  known: KnownService | undefined,
  options: ServicesOptions,
): Pick<Service, 'origins' | 'check' | 'authorize'> {
  const { credential: block } = use
  const { timeoutMs } = options
  if (known?.id === 'github' && use.fields.length === 1) {
    const isElsewhere = block?.check !== undefined && !isAt(block.check.url, GITHUB_API)
    if (!isElsewhere) {
      const github = createGitHubCheck({ api: options.githubApi, timeoutMs })
      const hosts = block === undefined ? [] : originsOf(block, options)
      return { ...github, origins: [...new Set([...github.origins, ...hosts])] }
    }
  }
  const authorize = authorizeWith(known?.header)
  if (block?.check !== undefined) return { ...createConfiguredCheck(block, authorize, options), authorize }
  const isPlaced = block !== undefined && block.hosts.length > 0
  const origins = isPlaced ? originsOf(block, options) : (known?.origins ?? [])
  return { origins, authorize, check: (fields) => Promise.resolve(acceptUnchecked(fields)) }
}

/** Puts the one token where the service wants it; a user name and password are Basic everywhere. */
function authorizeWith(header: KnownService['header']): Service['authorize'] {
  return (fields, headers) => {
    const isBasic = fields['username'] !== undefined && fields['password'] !== undefined
    const { name, prefix } =
      isBasic || header === undefined ? { name: 'authorization', prefix: 'Bearer ' } : header
    headers.set(name, authorizationOf(fields, prefix))
  }
}

/** Without a way of asking, the user name is the account; a token alone says nothing about whose it is. */
function acceptUnchecked(fields: CredentialFields): Verdict {
  const username = fields['username']?.reveal()
  const identity = username === undefined ? undefined : createIdentity(username, username)
  const isNameless = username !== undefined && identity === undefined
  if (isNameless || readCredential(fields) === 'unsendable') {
    return { verdict: 'unknown', reason: 'unreadable', retryAfterMs: undefined }
  }
  return { verdict: 'valid', identity, checked: false, scopes: undefined, expiresAt: undefined }
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

function isAt(url: string, base: string): boolean {
  return URL.canParse(url) && new URL(url).origin === new URL(base).origin
}
