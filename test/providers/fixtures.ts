/** What the tests of services share: tokens made at run time, a formation made in memory, and a frozen clock. */
import { Secret, type CredentialFields } from '../../src/secret.ts'
import type { CredentialBlock, Formation, ServerAuth, ServiceUse } from '../../src/formation/formation.ts'
import { checkSchema } from '../../src/formation/credential-check.ts'
import { createServices } from '../../src/providers/create-services.ts'
import type { CheckOptions, Service } from '../../src/providers/service.ts'

/** Epoch milliseconds of the frozen clock. */
export const NOW = Date.UTC(2026, 10, 23, 12)

const place = { file: 'mcp/test.afs', line: 7, field: 'credential' }

/** A token of GitHub's classic shape that nobody issued: made anew in each run, never written down. */
export function makeToken(prefix = 'ghp_'): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(36))
  return prefix + [...bytes].map((byte) => (byte % 36).toString(36)).join('')
}

/** The one field of a token credential. */
export function tokenFields(token: string): CredentialFields {
  return { token: Secret.fromText(token) }
}

/** Both fields of a basic credential. */
export function basicFields(username: string, password: string): CredentialFields {
  return { username: Secret.fromText(username), password: Secret.fromText(password) }
}

/** Check options with the standard `fetch` as it is at this moment, and the frozen clock. */
export function checkOptions(signal?: AbortSignal): CheckOptions {
  return { fetch: globalThis.fetch, clock: { now: () => NOW }, signal }
}

/** A `credential:` block. */
export function makeBlock(hosts: readonly string[], url?: string, identity = 'login'): CredentialBlock {
  const check = url === undefined ? undefined : checkSchema.parse({ url, identity })
  return { hosts, check: check && (() => check), fields: undefined, shapes: [], place }
}

/** A formation that uses the given services, each by one server of its own. */
export function makeFormation(
  uses: readonly (Partial<ServiceUse> & { service: string })[],
  type?: ServerAuth['type'],
): Formation {
  const services = new Map<string, ServiceUse>()
  for (const use of uses) {
    const defaults = { servers: [use.service], acceptInline: true, fields: ['token'], credential: undefined }
    services.set(use.service, { ...defaults, ...use })
  }
  return {
    id: 'test',
    directory: '/nowhere',
    mode: 'dynamic',
    redirectMessage: undefined,
    language: undefined,
    encryption: {
      key: undefined,
      decryptOnlyKeys: [],
      salt: undefined,
      iterations: 600_000,
      deriveFromFormationId: false,
    },
    requireHttps: true,
    trustedProxies: [],
    credentialTtlMinutes: 60,
    maxAttempts: 3,
    publicUrl: undefined,
    prompts: {},
    allowed: [],
    servers: uses.map(({ service }) => ({
      type: 'command',
      id: service,
      file: place.file,
      command: { parts: [{ kind: 'text', text: () => 'true' }], place },
      args: [],
      env: {},
      cwd: undefined,
      auth: type === undefined ? undefined : { type, acceptInline: true, values: {} },
      credential: undefined,
      services: [service],
      tools: [],
    })),
    services,
    warnings: [],
  }
}

/** GitHub as a formation has it that says nothing of it. */
export function makeGitHub(): Service {
  return createServices(makeFormation([{ service: 'github' }])).get('github')
}
