/** In mode `link`: gives an answer that sends its user elsewhere a link to the one-time page. */
import type { Context } from '../../../machines/conversation.ts'
import type { CheckedInput } from './input.ts'
import type { TurnOutcome } from './outcome.ts'
import type { Parts } from './parts.ts'

/** The answer with its link; any other answer as it is. */
export async function leadToPage(
  { formation, vault, words }: Parts,
  { principal, conversationId }: CheckedInput,
  { turn }: Context,
  outcome: TurnOutcome,
): Promise<TurnOutcome> {
  const { mode, publicUrl } = formation
  if (mode !== 'link' || publicUrl === undefined || outcome.kind !== 'reply') return outcome
  const service = turn.want?.service
  if (service == null || !turn.effects.includes('sends-elsewhere')) return outcome
  const facts = { conversationId, service }
  const { text } = await vault.server.createTicket(principal, facts, {
    channel: 'chat',
    conversation: conversationId,
  })
  const link = `${publicUrl.replace(/\/$/, '')}/connect/${text}`
  const { user } = outcome.history
  // A model that reads the history must have nothing that it could be talked into opening.
  const history = { user, assistant: words.link(service, '[link]') }
  return { kind: 'reply', reply: { text: words.link(service, link), link }, history }
}
