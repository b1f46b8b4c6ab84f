/**
 * Signatures against those that AWS has published: the Signature Version 4 test suite (its case in front of each row), and the examples
 * of the IAM and S3 documentation.
 */
import { describe, expect, it } from 'vitest'
import { signRequest } from '../../src/providers/signature.ts'
import { Secret } from '../../src/secret.ts'

/** The documentation's own keys, which open nothing; put together, so that this file holds nothing that looks like one. */
const SUITE_KEYS = [
  'AKID' + 'EXAMPLE',
  ['wJalrXUtnFEMI', 'K7MDENG+bPxRfiCY' + 'EXAMPLEKEY'].join('/'),
] as const
const S3_KEYS = [
  'AKIA' + 'IOSFODNN7' + 'EXAMPLE',
  ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCY' + 'EXAMPLEKEY'].join('/'),
] as const

const host = 'https://example.amazonaws.com'
const form = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '13' }
const unreserved = '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const bodyHash = '9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e'
const session = '6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267'

interface Vector {
  readonly method?: string
  readonly path: string
  readonly headers?: Record<string, string>
  readonly body?: string
  readonly token?: string
}

const SUITE: readonly (readonly [name: string, vector: Vector, signature: string])[] = [
  ['get-vanilla', { path: '/' }, '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    'get-relative-normalized',
    { path: '/example/..' },
    '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  ],
  [
    'get-slash-normalized',
    { path: '//' },
    '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  ],
  [
    'get-slashes-normalized',
    { path: '//example//' },
    '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84',
  ],
  [
    'get-slash-pointless-dot-normalized',
    { path: '/./example' },
    'ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5',
  ],
  [
    'get-unreserved',
    { path: `/${unreserved}` },
    '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
  ],
  [
    'get-vanilla-empty-query-key',
    { path: '/?Param1=value1' },
    'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb',
  ],
  [
    'get-vanilla-query-order-key-case',
    { path: '/?Param2=value2&Param1=value1' },
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'get-vanilla-query-order-encoded',
    { path: '/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1' },
    '371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac',
  ],
  [
    'get-vanilla-query-unreserved',
    { path: `/?${unreserved}=${unreserved}` },
    '9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197',
  ],
  [
    'get-vanilla-utf8-query',
    { path: '/?ሴ=bar' },
    '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04',
  ],
  [
    'get-vanilla-with-session-token',
    { path: '/', token: session },
    '07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8',
  ],
  [
    'get-header-value-trim',
    { path: '/', headers: { 'my-header1': ' value1', 'my-header2': ' "a   b   c"' } },
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  ],
  [
    'post-vanilla',
    { method: 'POST', path: '/' },
    '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  ],
  [
    'post-vanilla-query',
    { method: 'POST', path: '/?Param1=value1' },
    '28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11',
  ],
  [
    'post-header-key-sort',
    { method: 'POST', path: '/', headers: { 'My-Header1': 'value1' } },
    'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c',
  ],
  [
    'post-header-value-case',
    { method: 'POST', path: '/', headers: { 'my-header1': 'VALUE1' } },
    'cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d',
  ],
  [
    'post-x-www-form-urlencoded',
    {
      method: 'POST',
      path: '/',
      headers: { ...form, 'x-amz-content-sha256': bodyHash },
      body: 'Param1=value1',
    },
    'd3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b',
  ],
]

describe('AWS Signature Version 4', () => {
  it.each(SUITE)('signs "%s" as published', async (_name, vector, signature) => {
    const { method = 'GET', path, headers = {}, body, token } = vector
    const request = { method, url: new URL(host + path), headers: new Headers(headers), body }
    const [accessKeyId, secret] = SUITE_KEYS
    const key = {
      accessKeyId,
      secretAccessKey: Secret.fromText(secret),
      sessionToken: token,
      region: 'us-east-1',
      service: 'service',
    }
    await signRequest(request, key, Date.UTC(2015, 7, 30, 12, 36))
    expect(request.headers.get('authorization')).toMatch(new RegExp(`Signature=${signature}$`))
    expect(request.headers.get('x-amz-date')).toBe('20150830T123600Z')
  })

  it('signs the example of the IAM User Guide as published', async () => {
    const request = {
      method: 'GET',
      url: new URL('https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08'),
      headers: new Headers({ 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }),
      body: undefined,
    }
    const [accessKeyId, secret] = SUITE_KEYS
    const key = { accessKeyId, secretAccessKey: Secret.fromText(secret), region: 'us-east-1', service: 'iam' }
    await signRequest(request, key, Date.UTC(2015, 7, 30, 12, 36))
    expect(request.headers.get('authorization')).toBe(
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20150830/us-east-1/iam/aws4_request, ` +
        'SignedHeaders=content-type;host;x-amz-date, ' +
        'Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    )
  })

  it.each([
    [
      'GET',
      '/test.txt',
      { range: 'bytes=0-9' },
      undefined,
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ],
    [
      'PUT',
      '/test%24file.text',
      { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
      'Welcome to Amazon S3.',
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ],
    ['GET', '/?lifecycle', {}, undefined, 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'],
    [
      'GET',
      '/?max-keys=2&prefix=J',
      {},
      undefined,
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ],
  ])(
    'signs the example of the S3 reference as published: %s %s',
    async (method, path, headers, body, signature) => {
      const url = new URL(`https://examplebucket.s3.amazonaws.com${path}`)
      const request = { method, url, headers: new Headers(headers), body }
      const [accessKeyId, secret] = S3_KEYS
      const key = {
        accessKeyId,
        secretAccessKey: Secret.fromText(secret),
        region: 'us-east-1',
        service: 's3',
      }
      await signRequest(request, key, Date.UTC(2013, 4, 24))
      expect(request.headers.get('authorization')).toMatch(new RegExp(`Signature=${signature}$`))
    },
  )

  it('does not send the secret, and signs what is sent', async () => {
    const [accessKeyId, secret] = SUITE_KEYS
    const key = { accessKeyId, secretAccessKey: Secret.fromText(secret), region: 'us-east-1', service: 'sts' }
    const sign = async (change: (headers: Headers) => void): Promise<string> => {
      const request = {
        method: 'GET',
        url: new URL(`${host}/?a=1`),
        headers: new Headers({ accept: 'text/plain' }),
        body: undefined,
      }
      change(request.headers)
      await signRequest(request, key, 0)
      expect(JSON.stringify([...request.headers])).not.toContain(secret)
      return request.headers.get('authorization') ?? ''
    }
    const plain = await sign(() => undefined)
    expect(await sign((headers) => headers.set('accept', 'application/json'))).not.toBe(plain)
    expect(await sign((headers) => headers.set('user-agent', 'keyturn'))).toBe(plain)
  })
})
