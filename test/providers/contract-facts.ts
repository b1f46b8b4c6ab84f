/** What holds of the facts of every provider, without asking anybody. */
import { expect, it } from 'vitest'
import type { Provider } from '../../src/providers/provider.ts'

const WEB = 'https://own.example.com'

/** Tests of a provider's facts. */
export function testFacts(provider: Provider): void {
  it('has names, fields and pages that can be shown', () => {
    expect(provider.name).toMatch(/^[A-Za-z][A-Za-z0-9 .+/]{1,30}$/)
    expect(provider.credentialName).toMatch(/^[A-Za-z][A-Za-z ,-]{2,60}$/)
    for (const word of provider.words) expect(word).toBe(word.toLowerCase())
    for (const { label } of provider.fields) expect(label).toMatch(/^[A-Za-z][\w .()/@-]{1,60}$/)
    for (const page of [provider.tokenPage, provider.managePage]) {
      const address = page?.({ scopes: provider.suggestedScopes, web: WEB })
      if (address !== undefined) expect(new URL(address).protocol).toBe('https:')
    }
  })

  it('goes to https alone, and to no address that is not told', () => {
    const address = provider.locate({ text: () => 'acme' }) ?? provider.locate({})
    const origins = address?.origins ?? []
    expect(origins.map((origin) => new URL(origin).protocol)).toEqual(origins.map(() => 'https:'))
    expect(origins.map((origin) => new URL(origin).origin)).toEqual(origins)
    if (address !== undefined) expect(origins).toContain(new URL(address.api).origin)
    for (const host of ['evil.example', '127.0.0.1', 'localhost:1', 'acme.example/@evil', 'a@evil.example']) {
      const led = provider.locate({ text: () => host })
      for (const origin of led?.origins ?? []) expect(origin).not.toMatch(/evil|127\.0\.0\.1|localhost:/)
    }
  })

  it('speaks OAuth to https alone', () => {
    const { connect, refresh } = provider
    const endpoints = [
      connect?.authorization,
      connect?.token,
      connect?.device,
      connect?.revocation,
      refresh?.endpoint,
    ]
    const told = endpoints.filter((endpoint) => endpoint !== undefined)
    expect(told.filter((endpoint) => new URL(endpoint, WEB).protocol !== 'https:')).toEqual([])
    expect(refresh !== undefined && connect === undefined).toBe(false)
  })
}
