/** Makes a provider of the facts about a service: fills in what follows, and refuses what cannot be. */
import { KeyturnError } from '../errors.ts'
import { families } from '../guard/families/family.ts'
import type { Provider, TokenPage, TokenRows } from './provider.ts'

/** What `defineProvider` is told: a provider without what has a default. */
export type ProviderFacts = Pick<
  Provider,
  'id' | 'name' | 'credentialName' | 'fields' | 'locate' | 'inject'
> &
  Partial<Pick<Provider, 'check' | 'knownAs' | 'suggestedScopes' | 'revoke' | 'connect' | 'refresh'>> & {
    /** Words besides the name and the id. Default none. */
    readonly words?: readonly string[]
    readonly tokens?: readonly TokenRows[]
    /** A page for everybody, or one that depends on the installation and the scopes. */
    readonly tokenPage?: string | TokenPage
    /** By default the page where one is made. */
    readonly managePage?: string | TokenPage
  }

const ID = /^[a-z][a-z0-9_-]{0,63}$/
const FIELD_NAME = /^[a-z][a-z0-9_]{0,63}$/
const VARIABLE = /^[A-Z][A-Z0-9_]{0,127}$/

/**
 * Makes a provider of the facts about a service. Pass it to `openKeyturn({ providers: [acme] })`, or export it from a file in
 * `src/providers/`, which is all that adding one takes.
 *
 * @throws KeyturnError `CONFIGURATION_INVALID` for an id, field or variable that is no name, and for a provider without a secret field.
 *
 * @example
 * const acme = defineProvider({
 *   id: 'acme',
 *   name: 'Acme',
 *   credentialName: 'API token',
 *   fields: [tokenField('API token', ['ACME_TOKEN'])],
 *   tokens: [{ source: 'acme.example/docs', rows: [['token', 'acme_', ALNUM, 32]] }],
 *   locate: fixedAt('https://api.acme.example'),
 *   inject: asBearer,
 *   check: {
 *     url: '/v1/me',
 *     good: { identity: { key: 'id', name: 'email' }, scopes: 'scopes', expires: 'expires_at' },
 *     rules: [
 *       { status: 401, body: { error: 'token_expired' }, means: 'expired' },
 *       { status: 401, body: { error: ANY }, means: 'rejected' },
 *     ],
 *   },
 *   tokenPage: 'https://acme.example/settings/tokens',
 * })
 */
export function defineProvider(facts: ProviderFacts): Provider {
  const { id, name, words = [], tokens = [], tokenPage, managePage = tokenPage, ...rest } = facts
  const fault = faultOf(facts)
  if (fault !== undefined) {
    throw new KeyturnError('CONFIGURATION_INVALID', `The provider "${String(id).slice(0, 64)}" ${fault}`)
  }
  return {
    knownAs: id,
    suggestedScopes: [],
    revoke: [],
    ...rest,
    id,
    name,
    words: [...new Set([name.toLowerCase(), ...words, id, id.replaceAll(/[-_]+/g, ' ')])],
    shapes: tokens.flatMap(({ source, rows }) =>
      families(
        source,
        rows.map((row) => [id, ...row] as const),
      ),
    ),
    ...(tokenPage !== undefined && { tokenPage: pageOf(tokenPage) }),
    ...(managePage !== undefined && { managePage: pageOf(managePage) }),
  }
}

function pageOf(page: string | TokenPage): TokenPage {
  return typeof page === 'string' ? () => page : page
}

function faultOf({ id, fields }: ProviderFacts): string | undefined {
  if (typeof id !== 'string' || !ID.test(id))
    return 'needs an id of a-z, 0-9, _ and - that begins with a letter.'
  if (!fields.some(({ isSecret }) => isSecret))
    return 'has no secret field; add one with tokenField or secretField.'
  const names = fields.map((field) => field.name)
  if (new Set(names).size < names.length) return 'has two fields of one name.'
  const odd = names.find((name) => !FIELD_NAME.test(name))
  if (odd !== undefined) return `has a field "${odd.slice(0, 64)}" whose name is not of a-z, 0-9 and _.`
  const variable = fields.flatMap(({ environment }) => environment).find((one) => !VARIABLE.test(one))
  return variable === undefined
    ? undefined
    : `has a variable "${variable.slice(0, 64)}" that is not of A-Z, 0-9 and _.`
}
