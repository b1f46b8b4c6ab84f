/**
 * What a formation says once it was read and checked: the settings, the MCP servers, and the services they need.
 *
 * Nothing here holds a secret: placeholders stay placeholders (`Template`) until the moment of use.
 *
 * Long because every type of a formation stands in one list.
 */
import type { ReplyLanguage } from '../../prompts/languages/codes.ts'
import type { CredentialCheck, CredentialFieldBlocks } from './credential-check.ts'

/** A service in its one spelling: `${{ user.credentials.GITHUB_TOKEN }}`, `GITHUB` and `github` are all `github`. */
export type ServiceId = string

/** Where a value stands, for messages: path of the file relative to the formation, line from 1, and the field's dotted path. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly field: string
}

/** One piece of a value: plain text, `${{ secrets.NAME }}`, or `${{ user.credentials.SERVICE[.field] }}`. */
export type TemplatePart =
  | {
      readonly kind: 'text'
      /** A function, so that no way of printing a formation prints a token that was written into it. */
      readonly text: () => string
    }
  | { readonly kind: 'secret'; readonly name: string }
  | { readonly kind: 'credential'; readonly service: ServiceId; readonly field: string | undefined }

/** A configured text with its placeholders still in place. */
export interface Template {
  readonly parts: readonly TemplatePart[]
  readonly place: Place
}

/**
 * Where the text of a root key comes from. `file` is relative to the formation's folder; `command` is a program and its
 * arguments, run without a shell, that prints the key.
 */
export type KeySource =
  | {
      readonly kind: 'text'
      /** A function, so that no way of printing a formation prints a key that was written into it. */
      readonly text: () => Template
      readonly place: Place
    }
  | { readonly kind: 'file'; readonly path: string; readonly place: Place }
  | { readonly kind: 'command'; readonly command: readonly string[]; readonly place: Place }

/** `user_credentials.encryption`, defaults filled in. */
export interface EncryptionSettings {
  /** The key that becomes the primary. Absent: a key file is made or the start is refused (`KEY_REQUIRED`). */
  readonly key: KeySource | undefined
  /** Keys that open and never seal: the old ones after a rotation, the new one before it. Default none. */
  readonly decryptOnlyKeys: readonly KeySource[]
  /** Absent: 32 random bytes are made once and kept in the vault. */
  readonly salt: Template | undefined
  /** Rounds of PBKDF2-HMAC-SHA-256; 600,000 by default, never under 100,000. */
  readonly iterations: number
  /** The brief's derivation from the public formation id; off by default, refused in production. */
  readonly deriveFromFormationId: boolean
}

/**
 * How an MCP server's `auth` block hands over the credential. A block without a type is `bearer` where it has a `token` (the
 * brief's short spelling), `basic` where it has a `username`, `env` where it names variables in capitals.
 */
export type AuthType = 'bearer' | 'basic' | 'api_key' | 'env' | 'header'

/** The `auth` block of an MCP server. */
export interface ServerAuth {
  readonly type: AuthType
  /** Whether people may give this credential in the chat. Default false. */
  readonly acceptInline: boolean
  /**
   * Each remaining entry of the block to its template: `token`; `username` and `password`; for `env` the variables' names, for `header` those
   * of the headers.
   */
  readonly values: Readonly<Record<string, Template>>
  /** Where a server over HTTP takes the token of type `api_key`. Absent: in the header `X-API-Key`. */
  readonly carrier?: KeyCarrier | undefined
}

/** The header, or the parameter of the address, that carries an API key. */
export interface KeyCarrier {
  readonly kind: 'header' | 'query'
  readonly name: string
}

/** How the tokens of a formation's own service look: `acme_[A-Za-z0-9]{32}`. */
export interface TokenShape {
  /** The literal every token begins with, case as issued. */
  readonly prefix: string
  /** The parts of the class behind it: `A-Z`, `0-9`, `_`. */
  readonly characters: readonly string[]
  /** Characters behind the prefix. */
  readonly shortest: number
  /** Absent: no bound. A longer run is taken whole in any case. */
  readonly longest: number | undefined
}

/** `credential.oauth2`: the deployment's own client at a service. */
export interface OAuthBlock {
  readonly clientId: Template
  /** Absent for a public client. */
  readonly clientSecret: Template | undefined
  /** Asked for besides those that the service needs. */
  readonly scopes: readonly string[]
  /** Addresses of an authorization server that `src/providers` does not know, or of another one than it knows. */
  readonly authorizationUrl: string | undefined
  readonly tokenUrl: string | undefined
  readonly deviceUrl: string | undefined
  readonly revocationUrl: string | undefined
  /** What it calls itself (RFC 9207). */
  readonly issuer: string | undefined
  readonly clientAuthentication: 'basic' | 'post' | undefined
  readonly place: Place
}

/** The `credential` block: how to check a credential of a service that `src/providers` does not know, and how one looks. */
export interface CredentialBlock {
  /** Host names the credential may be sent to; exact, lower case, no wildcard. Empty: where its service is known to be. */
  readonly hosts: readonly string[]
  /** Request that tells whether a credential is good, and how its answers read: a function, as the text of a template is. */
  readonly check: (() => CredentialCheck) | undefined
  /** What its fields are called, which are secret, and which are asked for besides those that servers use. */
  readonly fields: CredentialFieldBlocks | undefined
  /** What the guard knows its tokens by; empty where they have no look of their own. */
  readonly shapes: readonly TokenShape[]
  /** How users connect instead of pasting. */
  readonly oauth2?: OAuthBlock | undefined
  readonly place: Place
}

/** A tool that a server's file declares, for as long as the server itself tells nobody what it has. */
export interface DeclaredTool {
  readonly name: string
  readonly description: string
  /** JSON Schema of the arguments. */
  readonly inputSchema: Readonly<Record<string, unknown>>
}

/** What every `mcp/*.afs` file says. */
export interface ServerCommon {
  readonly id: string
  readonly file: string
  readonly auth: ServerAuth | undefined
  readonly credential: CredentialBlock | undefined
  /** The services whose user credentials this server needs, in order of appearance. */
  readonly services: readonly ServiceId[]
  /** Shown to users without a credential while the server does not tell its tools without one. */
  readonly tools: readonly DeclaredTool[]
}

/** One `mcp/*.afs` file of type `command`: a process for each user. */
export interface CommandServer extends ServerCommon {
  readonly type: 'command'
  readonly command: Template
  readonly args: readonly Template[]
  readonly env: Readonly<Record<string, Template>>
  /** Working directory, absolute. Absent: an empty private folder for each process, so that no tool finds our files in its own. */
  readonly cwd: string | undefined
}

/** One `mcp/*.afs` file of type `http`: a server that is reached over streamable HTTP, with each user's own credentials. */
export interface HttpServer extends ServerCommon {
  readonly type: 'http'
  /** Its one address, without placeholder, user name or fragment; credentials go to its origin and nowhere else. */
  readonly url: string
  /** Headers of every request besides those of `auth`. */
  readonly headers: Readonly<Record<string, Template>>
  /** Whether its host may have a private address, because its file says so (`private_network: true`). Default false. */
  readonly privateNetwork: boolean
}

/** One MCP server of a formation. */
export type ServerDefinition = CommandServer | HttpServer

/** What the formation as a whole says about one service. */
export interface ServiceUse {
  readonly service: ServiceId
  /** Ids of the servers that need it. */
  readonly servers: readonly string[]
  /** Whether every one of those servers accepts inline entry. */
  readonly acceptInline: boolean
  /** The fields people have to give, in order: `['token']`, or `['username', 'password']`. */
  readonly fields: readonly string[]
  readonly credential: CredentialBlock | undefined
}

/** A weak or doubtful setting: sound enough to start with, worth saying at start and in `keyturn check`. */
export interface FormationWarning {
  readonly place: Place
  readonly message: string
}

/** One deployment's configuration, checked. */
export interface Formation {
  /** Fixed in the vault at first use; `default` when the file names none. */
  readonly id: string
  /** Absolute path of the folder that holds `formation.afs`. */
  readonly directory: string
  /** `link`: on a page of `keyturn serve`, to which a link leads once. */
  readonly mode: 'dynamic' | 'redirect' | 'link'
  readonly redirectMessage: string | undefined
  /** The language people are always answered in; where none is fixed, it is that of their messages. */
  readonly language: ReplyLanguage | undefined
  readonly encryption: EncryptionSettings
  readonly requireHttps: boolean
  /** CIDR blocks or addresses whose forwarding headers are believed. Default none. */
  readonly trustedProxies: readonly string[]
  /** Longest age of a cached envelope and of "validated". Minutes; default 60. */
  readonly credentialTtlMinutes: number
  /** Definite rejections in 15 minutes until adding is locked. Default 3, 1 to 10. */
  readonly maxAttempts: number
  readonly publicUrl: string | undefined
  /** Replaced words: key of a prompt (`collect-inline.ask`) to a text with `{fact}` in braces. */
  readonly prompts: Readonly<Record<string, string>>
  /** `guard.allow`: literals (no characters behind the prefix) and forms that the guard leaves alone. Default none. */
  readonly allowed: readonly TokenShape[]
  readonly servers: readonly ServerDefinition[]
  readonly services: ReadonlyMap<ServiceId, ServiceUse>
  readonly warnings: readonly FormationWarning[]
}

/** Gives the value of `${{ secrets.NAME }}`; the environment by default. */
export type SecretSource = (name: string) => string | undefined
