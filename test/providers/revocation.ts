/** What every revocation has to hold: the right request, an honest outcome, and never "ended" on what the service did not say. */
import { describe, expect, it } from 'vitest'
import type { Provider } from '../../src/providers/provider.ts'
import type { RevocationEffect } from '../../src/providers/revocation.ts'
import { revocationOf, revokeCredential, type RevocationOutcome } from '../../src/providers/revoke.ts'
import { expectHidden, scope, secretsOf, type Given } from './asking.ts'
import { fake, useFakes, type Reply, type Seen } from './fake-service.ts'

/** What is to be known of a revocation for its test. */
export interface RevocationContract {
  readonly provider: Provider
  readonly given: Given
  readonly effect: RevocationEffect
  /** The field that is ended. Default the first secret one. */
  readonly secret?: string
  /** Tokens that are ended this way. Default the good one. */
  readonly tokens?: readonly string[]
  /** Tokens that are ended by hand only. */
  readonly byHand?: readonly string[]
  /** The request: `POST https://slack.com/api/auth.revoke`. */
  readonly on: string
  readonly sees: (seen: Seen, given: Given) => void
  /** What the service says, its answer, and what that means. The first one ends the token. */
  readonly rows: readonly (readonly [says: string, reply: Reply, means: RevocationOutcome])[]
}

const NOT_ENDED: readonly (readonly [string, Partial<Reply>, RevocationOutcome])[] = [
  ['a page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }, 'unreadable'],
  ['foreign JSON', { status: 200, raw: '{"proxy":"denied"}' }, 'unreadable'],
  ['a redirect', { status: 302, headers: { location: 'https://evil.example/' } }, 'redirected'],
  ['a broken connection', { breaks: true }, 'network'],
  ['an outage', { status: 503, raw: '{}' }, 'unavailable'],
  ['too many', { status: 429, raw: '{}' }, 'rate-limited'],
]

/** Runs the contract. */
export function testRevocation(contract: RevocationContract): void {
  const { provider, given, effect, on, sees, rows, byHand = [] } = contract
  const secret = contract.secret ?? provider.fields.find(({ isSecret }) => isSecret)?.name ?? ''
  const tokens = contract.tokens ?? [given[secret] ?? '']
  const revoke = async (reply: Reply, token: string) => {
    const fields = { ...given, [secret]: token }
    const seen = fake([reply], on, fields)
    const outcome = await revokeCredential(provider, secretsOf(fields), scope())
    expectHidden(provider, fields, outcome)
    return { outcome, seen, fields }
  }

  describe(`revoking at ${provider.name}`, () => {
    useFakes()

    it('says what else ends, and asks as the page says', async () => {
      for (const token of tokens) {
        expect(revocationOf(provider, secretsOf({ ...given, [secret]: token }))?.effect).toBe(effect)
        const { seen, fields } = await revoke(rows[0]?.[1] ?? { status: 200 }, token)
        expect(seen.length).toBe(1)
        for (const request of seen) sees(request, fields)
      }
    })

    it.each(rows)('reads "%s"', async (_says, reply, means) => {
      expect((await revoke(reply, tokens[0] ?? '')).outcome).toBe(means)
    })

    it.each(NOT_ENDED)('is not told as done on %s', async (_says, reply, outcome) => {
      expect((await revoke({ status: 200, ...reply }, tokens[0] ?? '')).outcome).toBe(outcome)
    })

    it('is left to its owner where the service has no way', async () => {
      for (const token of byHand) {
        const fields = secretsOf({ ...given, [secret]: token })
        expect(revocationOf(provider, fields)).toBeUndefined()
        expect(await revokeCredential(provider, fields, scope())).toBe('unsupported')
      }
      expect(provider.managePage).toBeDefined()
    })
  })
}
