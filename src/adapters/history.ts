/** Histories in the shapes of frameworks: a list of messages with a role, whose texts lie in `content` or `parts`. */
import type { AgentRequest } from '../index.ts'

interface Part {
  readonly text?: unknown
}

/** What frameworks call the parts of a message of the user's that people write. */
const MEMBERS = ['content', 'parts'] as const

/**
 * The same messages without secrets: the last one of the user's says what the request says, since only the turn knows what of it was
 * a password; from all others what looks like a secret is taken out. Roles, ids and order stay.
 */
export function guardHistory<Message extends object>(
  { text, scrub }: Pick<AgentRequest, 'text' | 'scrub'>,
  messages: readonly Message[],
): Message[] {
  const last = messages.findLastIndex((message) => 'role' in message && message.role === 'user')
  return messages.map((message, index) => (index === last ? saying(message, text, scrub) : scrub(message)))
}

function saying<Message extends object>(
  message: Message,
  text: string,
  scrub: AgentRequest['scrub'],
): Message {
  const clean = scrub(message) as Record<string, unknown>
  for (const member of MEMBERS) {
    const content = clean[member]
    if (typeof content === 'string') clean[member] = text
    if (Array.isArray(content)) clean[member] = inFirstText(content as readonly Part[], text)
  }
  return clean as Message
}

/** In the place of its first text; the texts after it were of the same message. */
function inFirstText(parts: readonly Part[], text: string): Part[] {
  const first = parts.findIndex((part) => typeof part.text === 'string')
  return parts.flatMap((part, index) => {
    if (index === first) return [{ ...part, text }]
    return typeof part.text === 'string' ? [] : [part]
  })
}
