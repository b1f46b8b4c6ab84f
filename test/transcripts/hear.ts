/** How a message of a transcript is said, and what is heard of it. */
import type { Chat, TransportInput } from '../../src/index.ts'
import type { Heard } from './play.ts'

/** Who talks in every transcript. */
export const WHO = { userId: 'alice', conversationId: 'talk' }

/** How a transcript's transport is given to a turn. */
function transportOf(name: string): TransportInput {
  if (name === 'terminal') return 'terminal'
  return { channel: name, attested: false, audience: 'self' }
}

/** One message and what is heard of it. */
export async function hear(
  chat: Chat,
  message: { readonly messageId: string; readonly text: string; readonly transport: string },
): Promise<Heard> {
  const progress: string[] = []
  const { text } = await chat({
    ...WHO,
    messageId: message.messageId,
    text: message.text,
    transport: transportOf(message.transport),
    onProgress: (words) => progress.push(words),
  })
  return { progress, text }
}
