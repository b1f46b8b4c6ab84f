/** Makes what the actors of one turn may touch: the gated message, the parts, who speaks, and from where. */
import { HeldCredentials } from '../held-credentials.ts'
import type { TurnScope } from '../scope.ts'
import { gate } from '../gate/gate.ts'
import type { Expectation } from '../gate/gate.ts'
import type { SecretPool } from '../../secret.ts'
import { judgeTransport } from '../../net/transport.ts'
import type { CheckedInput } from './input.ts'
import type { Parts } from './parts.ts'

/** What a turn knows about itself. */
export interface ScopeFacts {
  /** What the message is expected to be. */
  readonly expectation: Expectation
  /** Where the secrets of the message go. */
  readonly pool: SecretPool
  /** The language that the conversation was answered in (ISO 639-1); null where that was English, or never. */
  readonly language: string | null
  /** Fires when the turn is given up. */
  readonly signal: () => AbortSignal
}

/** Puts the message through the gate, and the turn's surroundings together. */
export async function createScope(parts: Parts, input: CheckedInput, facts: ScopeFacts): Promise<TurnScope> {
  const { formation, services, vault, production } = parts
  const { principal } = input
  const { trustedProxies, requireHttps } = formation
  const gated = gate(input.text, facts.expectation, facts.pool, services)
  const said = gated.held === undefined ? gated.rest : undefined
  const spoken = await parts.languages.tell(said, facts.language)
  const words = spoken?.words ?? parts.words
  // Named one by one: copying all parts takes longer than reading a short message.
  return {
    formation,
    services,
    vault,
    principal,
    revocations: parts.revocations,
    clock: parts.clock,
    fetch: parts.fetch,
    logger: parts.logger,
    askModel: parts.askModel,
    context: { channel: 'chat', conversation: input.key.conversation, messageId: input.turnId },
    transport: judgeTransport(input.transport, { trustedProxies, requireHttps, production }),
    gated,
    spoken,
    held: new HeldCredentials(facts.pool),
    validating: () => words.validating(),
    onProgress: input.onProgress,
    // Made where it is asked for: most turns need none, and it costs as much as reading the message.
    get signal() {
      return facts.signal()
    },
    endConnections: (accountId) => parts.connections.end(principal, accountId),
  }
}
