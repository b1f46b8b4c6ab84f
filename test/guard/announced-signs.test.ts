/** What is announced and strong is taken, whatever it begins with: paths, comments, options and templates begin so too. */
import { describe, expect, it } from 'vitest'
import { findSecrets } from '../../src/guard/index.ts'
import { ALPHABETS, Random } from './corpus/random.ts'

const { base36, base62, base64, hex, url } = ALPHABETS

const SIGNS =
  '/ // /// 1// 0/ ~/ ./ ../ # ## #! -- - --- % %% $ $$ $( ${ @ @@ @/ & * ** ! !! ^ ^$ + ++ = == | || \\ ? . .. , ; : :: _ __ < <!-- /* ( [ { ) ] } > ~ ` " \' %s \\x \\u a.b/ v1. 0x'.split(
    ' ',
  )

const STRENGTHS: readonly (readonly [name: string, draw: (random: Random) => string])[] = [
  ['24 letters and digits', (random) => random.text(base62, 24)],
  ['48 letters and digits', (random) => random.text(base62, 48)],
  ['32 small letters and digits', (random) => random.text(base36, 32)],
  ['32 hexadecimal digits', (random) => random.text(hex, 32)],
  ['64 hexadecimal digits', (random) => random.text(hex, 64)],
  ['40 of base64', (random) => random.text(base64, 40)],
  ['43 of base64url', (random) => random.text(url, 43)],
  ['two parts with a stop', (random) => `${random.text(base62, 24)}.${random.text(base62, 24)}`],
]

const ANNOUNCED = [
  'my google refresh token is {}',
  'the api key is {} ok?',
  'token: {}',
  'my password is {}',
  'here is my secret {}',
  'my token {} for the service',
  'use {} as the key',
  '{} is my api key',
  'API_TOKEN={}',
  'client secret = "{}"',
  'the access token is `{}`.',
  'My key:\n{}\n',
  'mi contraseña es {}',
  'Mein Token ist {}',
  '我的密钥是{}',
]

/** A run of twelve of the value's characters is left. */
function isLeft(text: string, value: string): boolean {
  const start = text.indexOf(value)
  const findings = findSecrets(text)
  let run = 0
  for (let at = start; at < start + value.length; at++) {
    run = findings.some((finding) => at >= finding.start && at < finding.end) ? 0 : run + 1
    if (run >= 12) return true
  }
  return false
}

describe('what is announced and strong is taken', () => {
  it.each(SIGNS)('also behind %s', (signs) => {
    const random = new Random(SIGNS.indexOf(signs))
    const left: string[] = []
    let all = 0
    for (const [name, draw] of STRENGTHS)
      for (const announced of ANNOUNCED) {
        // Chance draws one in some hundreds without a digit, or full of syllables.
        for (let time = 0; time < 3; time++, all++) {
          const value = draw(random)
          if (
            isLeft(
              announced.replace('{}', () => signs + value),
              value,
            )
          )
            left.push(`${name}: ${announced}`)
        }
      }
    expect(left.length / all, left.join('\n')).toBeLessThan(0.02)
  })
})

describe('what is plainly a path, a comment, an option, a template or an address is none', () => {
  it.each([
    'the token is in //config/secrets/production/token',
    'my key: ~/keys/deploy/id_ed25519',
    'the key is /etc/ssl/private/server-2024-07.key',
    'the token file: /var/lib/docker/containers/9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0c55ad015',
    'password: --password-stdin',
    'the secret is %APPDATA%\\Local\\Programs\\keys',
    'key: #how-to-create-a-token-2024',
    'secret: ./charts/secrets/values-prod-2024.yaml',
    'token: ${{ secrets.DEPLOY_TOKEN_2024 }}',
    'the key is //cdn.example.com/assets/9f86d081884c7d659a2feaa0c55ad015.js',
    'password: <your-password-from-2024>',
    'the token is @scope/package-name-2024',
    'my token contract is 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  ])('%s', (text) => {
    expect(findSecrets(text)).toEqual([])
  })
})
