/** In mode `link`: gives an answer that sends its user elsewhere a link to the one-time page. */
import type { Context } from '../../../machines/conversation.ts'
import type { CheckedInput } from './input.ts'
import type { TurnOutcome } from './outcome.ts'
import type { Parts } from './parts.ts'
import type { Words } from '../../words.ts'

/** The answer with its link; any other answer as it is. */
export async function leadToPage(
  { formation, vault }: Parts,
  { principal, conversationId }: CheckedInput,
  { context: { turn }, answer, words }: { context: Context; answer: TurnOutcome; words: Words },
): Promise<TurnOutcome> {
  const { mode, publicUrl } = formation
  if (mode !== 'link' || publicUrl === undefined || answer.kind !== 'reply') return answer
  const service = turn.want?.service
  if (service == null || !turn.effects.includes('sends-elsewhere')) return answer
  const facts = { conversationId, service }
  const { text } = await vault.server.createTicket(principal, facts, {
    channel: 'chat',
    conversation: conversationId,
  })
  const link = `${publicUrl.replace(/\/$/, '')}/connect/${text}`
  const { user } = answer.history
  // A model that reads the history must have nothing that it could be talked into opening.
  const history = { user, assistant: words.link(service, '[link]') }
  return { kind: 'reply', reply: { text: words.link(service, link), link }, history }
}
