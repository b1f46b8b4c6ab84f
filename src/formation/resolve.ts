/**
 * Turns a template into the value that is used, at the moment it is used.
 *
 * Values are put in once and never read again for placeholders, so a credential that itself says `${{ secrets.X }}` stays that text.
 */
import { KeyturnError } from '../errors.ts'
import { Secret } from '../secret.ts'
import type { SecretSource, ServiceId, Template, TemplatePart } from './formation.ts'

/** Where values come from. `credential` is asked for the field `token` where the whole credential is meant. */
export interface TemplateSources {
  readonly secrets: SecretSource
  readonly credential?: ((service: ServiceId, field: string) => Secret | undefined) | undefined
}

/** What a value is for: each has bytes that would break out of it. */
export type TemplateUse = 'header' | 'environment'

/** A template's value: `text` where it held no placeholder, otherwise a secret, which the caller disposes of. */
export type ResolvedTemplate =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'secret'; readonly secret: Secret }

/** The field of a credential that has only one. */
const ONLY_FIELD = 'token'

/**
 * Puts the values into a template. An empty value counts as missing.
 *
 * @throws KeyturnError `PLACEHOLDER_MISSING` naming the placeholder and its place; `INPUT_INVALID` for a value that a header
 * (control characters) or an environment variable (a zero byte) cannot carry.
 */
export function resolveTemplate(
  template: Template,
  sources: TemplateSources,
  use: TemplateUse = 'environment',
): ResolvedTemplate {
  const pieces: Buffer[] = []
  try {
    let isSecret = false
    for (const part of template.parts) {
      isSecret ||= part.kind !== 'text'
      pieces.push(bytesOf(part, template, sources))
    }
    const whole = Buffer.concat(pieces)
    pieces.push(whole)
    checkFits(whole, template, use)
    if (!isSecret) return { kind: 'text', text: whole.toString('utf8') }
    return { kind: 'secret', secret: Secret.fromBytes(whole) }
  } finally {
    for (const piece of pieces) piece.fill(0)
  }
}

/** Takes secrets from environment variables: the process's own by default. Only exact names, never inherited ones. */
export function environmentSecrets(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): SecretSource {
  return (name) => (Object.hasOwn(environment, name) ? environment[name] : undefined)
}

function bytesOf(part: TemplatePart, template: Template, sources: TemplateSources): Buffer {
  if (part.kind === 'text') return Buffer.from(part.text(), 'utf8')
  if (part.kind === 'secret') {
    const value = sources.secrets(part.name)
    if (typeof value === 'string' && value !== '') return Buffer.from(value, 'utf8')
    throw missing(
      template,
      `secrets.${part.name}`,
      `Set the environment variable ${part.name}, or pass it in secrets.`,
    )
  }
  const { service, field } = part
  const secret = sources.credential?.(service, field ?? ONLY_FIELD)
  const bytes = secret?.use((lent) => Buffer.from(lent))
  if (bytes !== undefined && bytes.byteLength > 0) return bytes
  const name = `user.credentials.${service}${field === undefined ? '' : `.${field}`}`
  throw missing(template, name, 'The user has not added this credential.')
}

function missing({ place }: Template, placeholder: string, wayOut: string): KeyturnError {
  const message = `${place.file}:${place.line}: ${place.field} needs \${{ ${placeholder} }}, which has no value. ${wayOut}`
  return new KeyturnError('PLACEHOLDER_MISSING', message, { ...place, placeholder })
}

function checkFits(bytes: Buffer, { place }: Template, use: TemplateUse): void {
  // Field values take visible characters, blanks and tabs (RFC 9110 §5.5).
  const breaks = (byte: number) =>
    byte === 0 || (use === 'header' && ((byte < 32 && byte !== 9) || byte === 127))
  if (!bytes.some(breaks)) return
  const what = use === 'header' ? 'a header' : 'an environment variable'
  const message = `The value of ${place.field} (${place.file}:${place.line}) holds characters that ${what} cannot carry.`
  throw new KeyturnError('INPUT_INVALID', message, { ...place })
}
