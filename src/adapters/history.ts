/** Histories in the shapes of frameworks: a list of messages with a role, whose texts lie in `content` or `parts`. */
import type { AgentRequest } from '../index.ts'

/** What of a request a history is made fit by. */
export type Guard = Pick<AgentRequest, 'text' | 'scrub'>

interface Part {
  readonly text?: unknown
}

/** Where frameworks keep what a person wrote. */
const MEMBERS = ['content', 'parts'] as const

/**
 * A history as the client or an older store has it, made fit to be sent and stored: the last message of the user says what the request
 * says, since only the turn knows what of it was a password; from all others what looks like a secret is taken out. Roles, ids, order and
 * all other parts stay.
 */
export function guardMessages<Message extends object>(
  { text, scrub }: Guard,
  messages: readonly Message[],
): Message[] {
  const last = messages.findLastIndex((message) => 'role' in message && message.role === 'user')
  return messages.map((message, index) => {
    const clean = scrub(message)
    if (index !== last) return clean
    const said = MEMBERS.flatMap((member) => {
      const content = (clean as Readonly<Record<string, unknown>>)[member]
      return content === undefined ? [] : [[member, contentSaying(content, text)]]
    })
    return { ...clean, ...(Object.fromEntries(said) as object) }
  })
}

/** A content that says a text in the place of its own; of several texts the first, and what is no text stays. */
export function contentSaying(content: unknown, text: string): unknown {
  if (typeof content === 'string') return text
  if (!Array.isArray(content)) return content
  const parts = content as readonly Part[]
  const first = parts.findIndex((part) => typeof part.text === 'string')
  return parts.flatMap((part, index) => {
    if (index === first) return [{ ...part, text }]
    return typeof part.text === 'string' ? [] : [part]
  })
}
