import { describe, expect, it } from 'vitest'
import { aws } from '../../../src/providers/aws.ts'
import { checkCredential } from '../../../src/providers/check/check.ts'
import { BASE62, randomText } from '../../../src/testing/random-text.ts'
import { NOW, scope, secretsOf, verdictOf } from '../asking.ts'
import { testProvider } from '../contract.ts'
import { fake, useFakes } from '../fake-service.ts'

const id = (prefix: string): string => prefix + randomText(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')
const given = { access_key_id: id('AKIA'), secret_access_key: randomText(40, `${BASE62}+/`) }
const temporary = { ...given, access_key_id: id('ASIA') }
const path = '/?Action=GetCallerIdentity&Version=2011-06-15'
const on = `GET https://sts.us-east-1.amazonaws.com${path}`
const told = (Arn: string) => ({
  status: 200,
  body: {
    GetCallerIdentityResponse: {
      GetCallerIdentityResult: { Account: '123456789012', UserId: 'AIDACKCEVSQ6C2EXAMPLE', Arn },
    },
  },
})
const alice = told('arn:aws:iam::123456789012:user/team/alice')
const whose = { key: 'AIDACKCEVSQ6C2EXAMPLE', name: 'alice@123456789012' }
const says = (status: number, Code: string, Message = 'No.') => ({
  status,
  body: { Error: { Code, Message, Type: 'Sender' } },
})
const wrong = says(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match.')
const unknown = says(403, 'InvalidClientTokenId')

testProvider({
  provider: aws,
  given,
  on,
  good: [alice],
  means: whose,
  identity: 'GetCallerIdentityResponse.GetCallerIdentityResult.UserId',
  sees: ({ headers, url }) => {
    expect(headers['authorization']).toMatch(
      new RegExp(`^AWS4-HMAC-SHA256 Credential=${given.access_key_id}/20261123/us-east-1/sts/aws4_request, `),
    )
    expect(headers).toMatchObject({ 'x-amz-date': '20261123T120000Z', accept: 'application/json' })
    expect(JSON.stringify(headers) + url).not.toContain(given.secret_access_key)
  },
  tokens: [given.access_key_id, temporary.access_key_id],
  rows: [
    [
      'the root of an account',
      told('arn:aws:iam::123456789012:root'),
      { ...whose, name: 'root@123456789012' },
    ],
    [
      'a role',
      told('arn:aws:sts::123456789012:assumed-role/Admin/bob'),
      { ...whose, name: 'bob@123456789012' },
    ],
    ['an id that nobody has', unknown, 'rejected'],
    ['a secret that is wrong, twice', [wrong, wrong], 'rejected'],
    ['a secret that is right after the wrong one of a moment ago', [wrong, alice], whose],
    [
      'temporary keys that are over',
      says(403, 'ExpiredToken'),
      'expired',
      { given: { ...temporary, session_token: randomText(200) } },
    ],
    ['temporary keys without their token', [], 'incomplete', { given: temporary }],
    [
      'a clock that is behind',
      says(403, 'SignatureDoesNotMatch', 'Signature expired: 20261123T120000Z is now earlier than …'),
      'clock',
    ],
    [
      'a clock that is ahead',
      says(403, 'SignatureDoesNotMatch', 'Signature not yet current: 20261123T120000Z'),
      'clock',
    ],
    ['a clock that is far off', says(400, 'RequestExpired'), 'clock'],
    ['too many requests', says(400, 'Throttling'), 'rate-limited'],
    ['a policy of the organisation', says(403, 'AccessDenied'), 'forbidden'],
    ['a region that is off', says(403, 'RegionDisabledException'), 'forbidden'],
    ['another no', says(403, 'SomethingNew'), 'forbidden'],
    [
      'a region in China',
      { ...alice, on: `GET https://sts.cn-north-1.amazonaws.com.cn${path}` },
      whose,
      { given: { ...given, region: 'cn-north-1' } },
    ],
    ['a region that is none', [], 'incomplete', { given: { ...given, region: 'evil.example/' } }],
  ],
})

describe('a second try at AWS', () => {
  useFakes()

  it('comes after five seconds, and is signed anew', async () => {
    const waits: number[] = []
    const seen = fake([wrong, alice], on, given)
    const wait = (ms: number): Promise<void> => Promise.resolve(void waits.push(ms))
    const verdict = await checkCredential(aws, secretsOf(given), { ...scope(), wait })
    expect(verdict).toEqual(verdictOf(whose))
    expect(waits).toEqual([5500])
    expect(seen.length).toBe(2)
  })

  it('sends the token of temporary keys, signed as well', async () => {
    const session = randomText(200)
    const seen = fake([alice], on, temporary)
    await checkCredential(aws, secretsOf({ ...temporary, session_token: session }), scope())
    expect(seen[0]?.headers).toMatchObject({ 'x-amz-security-token': session })
    expect(seen[0]?.headers['authorization']).toContain('x-amz-security-token')
    expect(NOW).toBe(Date.UTC(2026, 10, 23, 12))
  })
})
