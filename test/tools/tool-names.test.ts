import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { connectToolName, finalToolName } from '../../src/tools/tool-names.ts'

const ALLOWED = /^[a-zA-Z0-9_-]{1,64}$/

/** Ids and names that meet in a careless scheme: separators, hashes, case, cuts and other alphabets. */
const awkward = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'A', '_', '-', '.', ' ', '/', 'é', '0'), maxLength: 12 }),
  fc.constantFrom('bank', 'evil', 'connect', 'connect_github', 'bank_pay', 'bank__pay', '', '_', '__'),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.integer({ min: 20, max: 200 }).map((length) => 'long_name'.repeat(30).slice(0, length)),
)

describe('the name of a tool', () => {
  it.each([
    ['github', 'search_repositories', 'github_search_repositories'],
    ['everything', 'get-env', 'everything_get-env'],
    ['google_docs', 'create', 'google_docs__create'],
    ['github', 'search__all', 'github__search__all'],
    ['github', '_private', 'github___private'],
    ['my-server', 'listIssues', 'my-server_listIssues'],
  ])('of %s and %s is the readable %s', (server, tool, name) => {
    expect(finalToolName(server, tool)).toBe(name)
  })

  it('T-117 of one server is none of another, whatever the other calls its tools', () => {
    const bank = finalToolName('bank', 'pay')
    const taken = ['pay', 'bank_pay', 'bank__pay', '_pay', '__pay', 'bank', '-pay', '../bank_pay', 'BANK_PAY']
    for (const tool of taken) {
      for (const server of ['evil', 'ban', 'bank_', 'bank_x', 'Bank', '_bank', 'bank.', 'bänk', 'connect'])
        expect(finalToolName(server, tool)).not.toBe(bank)
    }
  })

  it.each([
    ['ids with underscores', ['a', 'b_c'], ['a_b', 'c'], ['a__b', 'c'], ['a', 'b__c'], ['a_', 'b_c']],
    ['ids with dots', ['a.b', 'c'], ['a-b', 'c'], ['a_b', 'c'], ['a', 'b.c'], ['a', 'b-c']],
    [
      'other alphabets',
      ['прод', 'оплата'],
      ['прод', 'возврат'],
      ['生产', '支付'],
      ['生产', '退款'],
      ['', ''],
    ],
    ['200 characters', ['x', 'n'.repeat(200)], ['x', 'n'.repeat(199)], ['x'.repeat(200), 'n'], ['x', 'n']],
    ['case', ['x', 'Pay'], ['x', 'pay'], ['X', 'pay'], ['X', 'Pay'], ['x', 'PAY']],
    ['altered characters', ['x', 'a b'], ['x', 'a.b'], ['x', 'a/b'], ['x', 'a-b'], ['x', 'a\u0000b']],
    [
      'halves of surrogate pairs',
      ['x', '\uD800'],
      ['x', '\uD801'],
      ['x', '\uFFFD'],
      ['x', '\uDC00'],
      ['x', ''],
    ],
  ])('T-117 is another for each of %s', (_what, ...pairs) => {
    const names = pairs.map(([server = '', tool = '']) => finalToolName(server, tool))
    expect(new Set(names).size).toBe(pairs.length)
    for (const name of names) expect(name).toMatch(ALLOWED)
  })

  it('T-117 is not the altered name of another tool, chosen to look like it', () => {
    const altered = finalToolName('bank', 'pay now')
    expect(altered).toMatch(/^bank__pay-now-[0-9a-f]{12}$/)
    expect(finalToolName('bank', altered.slice('bank__'.length))).not.toBe(altered)
    const server = finalToolName('böse bank', 'pay')
    expect(finalToolName(server.slice(0, server.indexOf('_')), 'pay')).not.toBe(server)
  })

  it('T-117 is unique, takes 64 characters of the alphabet, and is no name of ours, for any server and tool', () => {
    const pair = fc.tuple(awkward, awkward)
    fc.assert(
      fc.property(pair, pair, awkward, ([server, tool], [other, another], service) => {
        const name = finalToolName(server, tool)
        expect(name).toMatch(ALLOWED)
        expect(connectToolName(service)).toMatch(ALLOWED)
        expect(name).not.toBe(connectToolName(service))
        const isSame = server === other && tool === another
        expect(name === finalToolName(other, another)).toBe(isSame)
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('the name of the tool that connects', () => {
  it.each([
    ['github', 'connect_github'],
    ['slack_bot', 'connect_slack_bot'],
  ])('an account of %s is %s', (service, name) => {
    expect(connectToolName(service)).toBe(name)
  })

  it('T-117 is taken by no server, not even one called connect', () => {
    for (const [server, tool] of [
      ['connect', 'github'],
      ['connect_', 'github'],
      ['connec', 't_github'],
      ['connect_github', ''],
      ['', 'connect_github'],
    ])
      expect(finalToolName(server ?? '', tool ?? '')).not.toBe('connect_github')
  })
})
