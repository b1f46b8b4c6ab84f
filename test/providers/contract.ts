/**
 * What every provider has to hold, whatever its service: run by each provider's test with a table of the answers that its file claims to
 * know. A new provider's test is its table.
 */
import { describe, expect, it } from 'vitest'
import { shapeOf } from '../../src/guard/index.ts'
import { checkCredential } from '../../src/providers/check/check.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { ask, scope, secretsOf, verdictOf, type Contract } from './asking.ts'
import { testFacts } from './contract-facts.ts'
import { testHostileAnswers } from './contract-hostile.ts'
import { useFakes } from './fake-service.ts'

/** The providers whose contract was run. */
export const TESTED = new Set<Provider>()

/** Runs the contract. */
export function testProvider(contract: Contract): void {
  const { provider, given, place, tokens = [] } = contract
  TESTED.add(provider)
  describe(provider.name, () => {
    useFakes()
    testFacts(provider)

    it('says whose a good credential is, and sees it where it belongs', async () => {
      const { verdict, seen } = await ask(contract, contract.good)
      expect(verdict).toEqual(verdictOf(contract.means))
      expect(seen.length).toBe(contract.good.length)
      for (const request of seen.slice(0, 1)) contract.sees(request)
    })

    for (const [says, reply, means, extras] of contract.rows) {
      it(`reads "${says}"`, async () => {
        const { verdict } = await ask({ ...contract, ...extras }, 'status' in reply ? [reply] : reply)
        expect(verdict).toEqual(verdictOf(means))
      })
    }

    it('is not asked with half a credential, or with one that cannot be sent', async () => {
      const required = provider.fields.filter(({ isOptional }) => !isOptional).map(({ name }) => name)
      const halves = required.length < 2 ? [] : required.map((name) => without(given, name))
      const broken = required.map((name) => ({ ...given, [name]: `${given[name] ?? ''}\r\n\u0000` }))
      for (const fields of [...halves, ...broken]) {
        const verdict = await checkCredential(provider, secretsOf(fields), scope(), place)
        expect(verdict).toEqual(verdictOf('incomplete'))
      }
    })

    it('knows its tokens by their looks, where they have any', () => {
      expect(tokens.length > 0).toBe(provider.shapes.length > 0)
      for (const token of tokens) expect(shapeOf(token, provider.shapes)?.service).toBe(provider.knownAs)
    })

    testHostileAnswers({ ...contract, ...contract.hostile })
  })
}

function without(given: Contract['given'], name: string): Contract['given'] {
  return Object.fromEntries(Object.entries(given).filter(([field]) => field !== name))
}
