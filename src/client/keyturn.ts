/** The client: one object with the groups of calls that the REST API has. */
import { KeyturnApiError } from './error.ts'
import { send, type Sending } from './request.ts'
import type {
  Account,
  AuditEntry,
  CallOptions,
  Service,
  ServiceStatus,
  StoredCredential,
  TurnOutcome,
  TurnRequest,
  UserDeletion,
  UserExport,
} from './types.ts'

/** Where the server is and who calls; in Node and other runtimes with an environment, KEYTURN_URL and KEYTURN_TOKEN are the defaults. */
export interface ClientOptions {
  /** `https://…`; `http:` only on this machine. Default: KEYTURN_URL, else `http://127.0.0.1:8787`. */
  readonly url?: string | undefined
  /** A service key or a user's token, or what gives one for each call. Default: KEYTURN_TOKEN. */
  readonly token?: string | (() => string | Promise<string>) | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  /** How often a call that failed is sent again where that is safe and may help. Default 2. */
  readonly retries?: number | undefined
  /** How long one attempt may take, in milliseconds. Default 60,000. */
  readonly timeoutMs?: number | undefined
}

/** The value of a credential, or one for each field. */
export type CredentialValue = string | Readonly<Record<string, string>>

/**
 * Keyturn on a server. Failures are `KeyturnApiError`.
 *
 * @example
 * const client = new Keyturn()
 * const credentials = await client.credentials.list({ userId: 'alice@acme.com' })
 */
export class Keyturn {
  /** The credentials of users. Values go in and never come out. */
  readonly credentials: {
    /** The accounts of a user, of all services or one. */
    list(options?: CallOptions & { readonly service?: string | undefined }): Promise<readonly Account[]>
    /** Checks a credential with its service and stores it. */
    set(
      name: string,
      options: CallOptions & { readonly value: CredentialValue; readonly label?: string | undefined },
    ): Promise<StoredCredential>
    /** Removes an account, or with `all` every account of the service; gives what was removed. */
    delete(
      name: string,
      options?: CallOptions & { readonly account?: string | undefined; readonly all?: boolean | undefined },
    ): Promise<readonly Account[]>
    /** Labels an account (`null` takes the label away), makes it the default of its service, or no longer; gives it as it is then. */
    change(
      name: string,
      options: CallOptions & {
        readonly account?: string | undefined
        readonly label?: string | null | undefined
        readonly isDefault?: boolean | undefined
      },
    ): Promise<Account>
    /** Every service of the formation, as it stands for a user. */
    status(options?: CallOptions): Promise<readonly ServiceStatus[]>
    /** Lifts a lock on adding, for a reason that the audit keeps. False: nothing was locked. */
    unlock(name: string, options: CallOptions & { readonly reason: string }): Promise<boolean>
  }

  /** Users as a whole. */
  readonly users: {
    /** Everything stored about a user; no secret. */
    export(options?: CallOptions): Promise<UserExport>
    /** Destroys the key of a user, and with it everything that was sealed under it. */
    delete(options: CallOptions): Promise<UserDeletion>
  }

  /** What was done with credentials. */
  readonly audit: {
    /** A user's entries, newest first; at most `limit` (default 100, up to 1,000). */
    list(
      options?: CallOptions & {
        readonly service?: string | undefined
        readonly since?: Date | undefined
        readonly limit?: number | undefined
      },
    ): Promise<readonly AuditEntry[]>
  }

  readonly #sending: Sending

  /** @throws KeyturnApiError `CONFIGURATION_INVALID` without a token, or for a URL that would carry it in the clear. */
  constructor(options: ClientOptions = {}) {
    const sending = readOptions(options)
    this.#sending = sending
    this.credentials = {
      list: async ({ userId, service, signal } = {}) => {
        const call = { method: 'GET', path: '/v1/credentials', query: { userId, service }, signal } as const
        return (await send<{ accounts: readonly Account[] }>(sending, call)).accounts
      },
      set: (name, { userId, value, label, signal }) =>
        send(sending, { method: 'PUT', path: pathOf(name), body: { userId, value, label }, signal }),
      delete: async (name, { userId, account, all, signal } = {}) => {
        const call = {
          method: 'DELETE',
          path: pathOf(name),
          query: { userId, account, all },
          signal,
        } as const
        return (await send<{ accounts: readonly Account[] }>(sending, call)).accounts
      },
      change: async (name, { userId, account, label, isDefault, signal }) => {
        const body = { userId, account, label, isDefault }
        const call = { method: 'PATCH', path: pathOf(name), body, signal } as const
        return (await send<{ account: Account }>(sending, call)).account
      },
      status: async ({ userId, signal } = {}) => {
        const call = { method: 'GET', path: '/v1/status', query: { userId }, signal } as const
        return (await send<{ services: readonly ServiceStatus[] }>(sending, call)).services
      },
      unlock: async (name, { userId, reason, signal }) => {
        const call = {
          method: 'POST',
          path: `${pathOf(name)}/unlock`,
          body: { userId, reason },
          signal,
        } as const
        return (await send<{ unlocked: boolean }>(sending, call)).unlocked
      },
    }
    this.users = {
      export: ({ userId, signal } = {}) =>
        send(sending, { method: 'GET', path: '/v1/users/export', query: { userId }, signal }),
      delete: ({ userId, signal }) =>
        send(sending, { method: 'DELETE', path: '/v1/users', query: { userId }, signal }),
    }
    this.audit = {
      list: async ({ userId, service, since, limit, signal } = {}) => {
        const query = { userId, service, since: since?.toISOString(), limit }
        const call = { method: 'GET', path: '/v1/audit', query, signal } as const
        return (await send<{ entries: readonly AuditEntry[] }>(sending, call)).entries
      },
    }
  }

  /** The services of the formation, and what their credentials are made of. */
  async services({ signal }: Pick<CallOptions, 'signal'> = {}): Promise<readonly Service[]> {
    const call = { method: 'GET', path: '/v1/services', signal } as const
    return (await send<{ services: readonly Service[] }>(this.#sending, call)).services
  }

  /** Takes one message of a user, before anything else sees it. */
  turn({ signal, messageId = globalThis.crypto.randomUUID(), ...turn }: TurnRequest): Promise<TurnOutcome> {
    return send(this.#sending, { method: 'POST', path: '/v1/turns', body: { ...turn, messageId }, signal })
  }
}

function readOptions(options: ClientOptions): Sending {
  const environment = (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env
  const address = options.url ?? environment?.['KEYTURN_URL'] ?? 'http://127.0.0.1:8787'
  const token = options.token ?? environment?.['KEYTURN_TOKEN'] ?? ''
  if (token === '')
    throw invalid(
      'No token was given. Pass { token }, or set KEYTURN_TOKEN; `keyturn access create` makes one.',
    )
  return {
    url: readUrl(address),
    token: typeof token === 'string' ? () => token : token,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    retries: options.retries ?? 2,
    timeoutMs: options.timeoutMs ?? 60_000,
  }
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isHere = url !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  const isFit = url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere)
  const isBare = url?.username === '' && url.password === '' && url.search === '' && url.hash === ''
  if (url !== undefined && isFit && isBare) return url
  throw invalid(
    'The address of the server has to be https: without user name, password or query; http: only on this machine.',
  )
}

/** A name goes into a path: what would lead to another one is no name. */
function pathOf(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(name)) return `/v1/credentials/${name}`
  throw invalid('That is not the name of a credential. Use a name such as GITHUB_TOKEN.')
}

const invalid = (message: string): KeyturnApiError =>
  new KeyturnApiError({ code: 'CONFIGURATION_INVALID', message })
