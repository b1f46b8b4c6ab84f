/** What `openKeyturn` may be given. */
import type { Formation, SecretSource } from '../formation/formation.ts'
import type { ModelOptions } from '../chat/agent/model.ts'
import type { Provider } from '../providers/provider.ts'
import type { Clock, Fetch, Logger } from '../ports.ts'
import type { Inspect } from '../chat/turn/run.ts'

/** What `openKeyturn` takes. Only the formation is needed. */
export interface KeyturnOptions {
  /** Path of `formation.afs` or of its folder, or a formation that was read already. */
  readonly formation: string | Formation
  /** Gives the values of `${{ secrets.NAME }}`; the environment by default. */
  readonly secrets?: SecretSource | Readonly<Record<string, string | undefined>> | undefined
  /** `postgres://…`; by default the environment's DATABASE_URL, else SQLite. `false`: SQLite whatever the environment says. */
  readonly databaseUrl?: string | false | undefined
  /** `redis://…`; by default the environment's REDIS_URL, else SQLite. `false`: SQLite whatever the environment says. */
  readonly redisUrl?: string | false | undefined
  /** Folder of the embedded files; `.keyturn` beside the formation by default. */
  readonly directory?: string | undefined
  readonly fetch?: Fetch | undefined
  readonly clock?: Clock | undefined
  /** Default: warnings and errors to standard error, a line each. */
  readonly logger?: Logger | undefined
  /** A model for the few messages that the rules leave open; it only ever sees text without secrets. */
  readonly model?: ModelOptions | undefined
  /** Services of the host's own, made with `defineProvider`; they go before the known ones of the same id. Default none. */
  readonly providers?: readonly Provider[] | undefined
  /** Base of GitHub's REST API, for a GitHub Enterprise Server: `https://HOST/api/v3`. */
  readonly githubApi?: string | undefined
  /** Strict refusals of weak settings; by default whether NODE_ENV is `production`. */
  readonly production?: boolean | undefined
  /** Sees the machine's inspection events: handles, ids and names, never text. For development. */
  readonly inspect?: Inspect | undefined
}
