/** The services that have no question about a credential: what is known of them holds, and nothing is sent. */
import { describe, expect, it } from 'vitest'
import { checkCredential } from '../../../src/providers/check/check.ts'
import { docker } from '../../../src/providers/docker.ts'
import { shapeOf } from '../../../src/guard/index.ts'
import { newrelic } from '../../../src/providers/newrelic.ts'
import { npm } from '../../../src/providers/npm.ts'
import { perplexity } from '../../../src/providers/perplexity.ts'
import { planetscale } from '../../../src/providers/planetscale.ts'
import { BASE64URL, randomText } from '../../../src/testing/random-text.ts'
import { NOW, scope, secretsOf, verdictOf } from '../asking.ts'
import { TESTED } from '../contract.ts'
import { testFacts } from '../contract-facts.ts'

const rows = [
  [docker, `dckr_pat_${randomText(27, BASE64URL)}`, 'authorization', 'Bearer '],
  [newrelic, `NRAK-${randomText(27)}`, 'api-key', ''],
  [npm, `npm_${randomText(36)}`, 'authorization', 'Bearer '],
  [perplexity, `pplx-${randomText(48)}`, 'authorization', 'Bearer '],
  [planetscale, `pscale_tkn_${randomText(43)}`, 'authorization', ''],
] as const

for (const [provider, token, name, prefix] of rows) {
  TESTED.add(provider)
  describe(provider.name, () => {
    testFacts(provider)

    it('is not asked', async () => {
      const fetch = (): Promise<Response> => Promise.reject(new Error('Somebody asked.'))
      const verdict = await checkCredential(provider, secretsOf({ token }), { ...scope(), fetch })
      expect(verdict).toEqual(verdictOf('unchecked'))
    })

    it('is given its credentials where they belong, and knows them by their looks', async () => {
      const request = {
        method: 'GET',
        url: new URL('https://a.example'),
        headers: new Headers(),
        body: undefined,
      }
      await provider.inject(request, secretsOf({ token }), NOW)
      expect(request.headers.get(name)).toBe(`${prefix}${token}`)
      expect(shapeOf(token, provider.shapes)?.service).toBe(provider.id)
    })
  })
}
