/**
 * Keeps credentials out of what a model may fill in: out of a tool's described parameters, and out of its arguments.
 *
 * The credential is in the server's process already. An argument that carries one is a model that was talked into it, or a server that
 * asks for what it must not have (T-042, T-049).
 */
import { KeyturnError } from '../errors.ts'
import type { ServerDefinition } from '../formation/formation.ts'
import { findProvider } from '../providers/providers.ts'
import type { ToolDefinition } from './connections.ts'

/** Names of parameters that take a credential, in snake case; with a service's name before them too. */
const CREDENTIAL_NAME =
  /^(?:token|(?:access|auth|api|bearer|personal_access|oauth)_?token|(?:api|access|secret)_?key|authorization|credentials?|bearer)$/

/** Our own placeholder. `${{ secrets.X }}` is left alone: it is an everyday text of workflow files, and nothing here expands it. */
const PLACEHOLDER = /\$\{\{\s*user\s*\.\s*credentials\b/i

/** Secrets shorter than this occur in any text; they are only found as a whole argument. */
const MIN_CONTAINED_CHARACTERS = 8

/** The tool without the parameters that would take a credential, where the server gets the user's from us. */
export function withoutCredentialParameters(server: ServerDefinition, tool: ToolDefinition): ToolDefinition {
  const { properties, required } = tool.inputSchema
  if (server.services.length === 0 || typeof properties !== 'object' || properties === null) return tool
  const isKept = (name: unknown): boolean => typeof name === 'string' && !isCredentialName(server, name)
  const kept = Object.fromEntries(Object.entries(properties).filter(([name]) => isKept(name)))
  const schema: Record<string, unknown> = { ...tool.inputSchema, properties: kept }
  if (Array.isArray(required)) schema['required'] = required.filter(isKept)
  return { ...tool, inputSchema: schema }
}

/**
 * Refuses arguments that fill in a credential.
 *
 * @param secrets the values of the credentials in use.
 * @throws KeyturnError `TOOL_ARGUMENT_REFUSED`, naming the parameter where it is one of the tool's own, never a value.
 */
export function checkArguments(
  server: ServerDefinition,
  tool: string,
  given: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): void {
  for (const [name, value] of Object.entries(given)) {
    const isFilled = typeof value === 'string' && value !== ''
    if (server.services.length > 0 && isFilled && isCredentialName(server, name)) throw refusal(server, tool)
    if (holdsCredential(name, secrets) || holdsCredential(value, secrets)) throw refusal(server, tool)
  }
}

function isCredentialName({ services }: ServerDefinition, name: string): boolean {
  const snake = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[-.\s]+/g, '_')
    .toLowerCase()
  if (CREDENTIAL_NAME.test(snake)) return true
  const words = snake.split('_')
  return words.some((_, at) => {
    const owner = words.slice(0, at).join('_')
    const isService = services.includes(owner) || findProvider(owner) !== undefined
    return isService && CREDENTIAL_NAME.test(words.slice(at).join('_'))
  })
}

function holdsCredential(value: unknown, secrets: readonly string[]): boolean {
  if (typeof value === 'string') {
    return PLACEHOLDER.test(value) || secrets.some((secret) => holds(value, secret))
  }
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(
    ([name, member]) => holdsCredential(name, secrets) || holdsCredential(member, secrets),
  )
}

function holds(text: string, secret: string): boolean {
  if (secret.length < MIN_CONTAINED_CHARACTERS) return text === secret
  const compact = text.replace(/\s+/g, '')
  const encoded = [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('hex'),
  ]
  return encoded.some((form) => text.includes(form) || compact.includes(form))
}

function refusal(server: ServerDefinition, tool: string): KeyturnError {
  const message =
    `The call of ${tool} was refused: a credential is never an argument. The tool already acts for the user; ` +
    'call it without the credential.'
  return new KeyturnError('TOOL_ARGUMENT_REFUSED', message, { server: server.id, tool })
}
