import { describe, expect, it } from 'vitest'
import { defineFamilies, findSecrets } from '../../src/guard/index.ts'
import { FAMILIES } from '../../src/guard/families/index.ts'
import { ALPHABETS, Random } from './corpus/random.ts'
import { makeAnonymous, makeToken, SELF_IDENTIFYING_SERVICES } from './corpus/tokens.ts'

const random = new Random(41)
const github = makeToken(random, 'npm').value.replace('npm_', 'ghp_')
const password = 'Tr0mbone!42'

function values(text: string): string[] {
  return findSecrets(text).map((finding) => finding.value)
}

describe('findSecrets', () => {
  it('knows more than sixty services and gives a source for every family', () => {
    expect(new Set(FAMILIES.map((family) => family.service)).size).toBeGreaterThan(60)
    expect(FAMILIES.filter((family) => family.source === '')).toEqual([])
  })

  it.each(SELF_IDENTIFYING_SERVICES)('finds and names a token of %s that stands alone', (service) => {
    for (let draw = 0; draw < 20; draw++) {
      const { value } = makeToken(random, service)
      expect(findSecrets(value)).toMatchObject([{ start: 0, end: value.length, value, service }])
    }
  })

  it.each([
    ['.', '('],
    [')', ','],
    ['"', '"'],
    ['`', '`'],
    ['です', 'は'],
    ['!', '>'],
    ['\u001b[0m', '\u001b[32m'],
    ['</b>', '<b>'],
    [';', '='],
  ])('takes exactly the token where %j follows and %j stands before', (after, before) => {
    const text = `it is ${before}${github}${after} then`
    expect(findSecrets(text)).toMatchObject([{ value: github, start: 6 + before.length, service: 'github' }])
  })

  it('gives offsets of the original text where invisible characters were dropped', () => {
    const broken = `${github.slice(0, 9)}\u200b\u00ad${github.slice(9)}`
    const text = `ключ 🔑 ${broken} end`
    const [finding] = findSecrets(text)
    expect(finding?.value).toBe(github)
    expect(text.slice(finding?.start, finding?.end)).toBe(broken)
  })

  it('is surer of a token whose check digits fit than of one whose do not', () => {
    const [good] = findSecrets(github)
    const [damaged] = findSecrets(github.slice(0, -1) + (github.endsWith('a') ? 'b' : 'a'))
    expect([good?.certainty, damaged?.certainty]).toEqual(['checksum', 'shape'])
  })

  it('finds private keys whole and cut off, and JWTs, and names no service for them', () => {
    for (let draw = 0; draw < 30; draw++) {
      const { value } = makeAnonymous(random)
      expect(findSecrets(`see ${value}\nthanks`)).toMatchObject([{ value }])
      const cut = value.slice(0, Math.floor(value.length * 0.8))
      expect(findSecrets(cut).length).toBe(1)
    }
  })

  it('is not switched off by anything in the text', () => {
    for (const comment of [
      '# secretlint-disable',
      'gitleaks:allow',
      '// pragma: allowlist secret',
      '[github token removed]',
      'nosec',
    ]) {
      expect(values(`${comment}\n${github} ${comment}`)).toEqual([github])
    }
  })

  it('T-059 an unprompted token in a first message is found, with the service to offer', () => {
    expect(findSecrets(`hi, ${github} is my new one`)).toMatchObject([
      { value: github, service: 'github', kind: 'token' },
    ])
  })

  it('T-060 a token inside a longer sentence is found whole', () => {
    expect(values(`well, I think it should be ${github}, but I am not sure it has the scopes`)).toEqual([
      github,
    ])
  })

  it('finds a password that only the words around it give away, in many languages', () => {
    const sentences = [
      'my password is {v}',
      'mi contraseña es {v}',
      'mon mot de passe est {v}',
      'mein Passwort lautet {v}',
      'minha senha é {v}',
      'la mia password è {v}',
      'мой пароль: {v}',
      '密码是{v}',
      'パスワードは{v}です',
      '비밀번호는 {v} 입니다',
      'मेरा पासवर्ड {v} है',
      'كلمة المرور هي {v}',
      'şifrem {v}',
      'mật khẩu là {v}',
    ]
    for (const sentence of sentences)
      expect(values(sentence.replace('{v}', password)), sentence).toEqual([password])
  })

  it('names the nearest service of a value without a form', () => {
    const key = random.text(ALPHABETS.hex, 32)
    expect(findSecrets(`DD_API_KEY=${key}`)).toMatchObject([
      { value: key, service: 'datadog', certainty: 'words' },
    ])
    expect(findSecrets(`I use Slack and Mistral; the Mistral key is ${key}`)).toMatchObject([
      { service: 'mistral' },
    ])
  })

  it('finds the secret half of an AWS pair beside its id, in any order', () => {
    const id = makeToken(random, 'aws').value
    const secret = `${random.text(ALPHABETS.base62, 19)}/${random.text(ALPHABETS.base62, 19)}x`
    for (const text of [
      `${id} ${secret}`,
      `${secret}\n${id}`,
      `${id},${secret}`,
      `id=${id}\nvalue=${secret}`,
    ]) {
      expect(values(text).sort(), text).toEqual([id, secret].sort())
    }
  })

  it('reads the password of a URL and of a curl pair', () => {
    expect(values(`redis://:${password}@cache.example.com:6379/0`)).toEqual([password])
    expect(values(`curl -u bob:${password} https://example.com`)).toEqual([password])
  })

  it.each([
    'sshpass -p {v} ssh bob@host',
    'docker login -u bob -p {v} registry.example.com',
    'echo {v} | docker login -u bob --password-stdin',
    'redis-cli -h cache -a {v} ping',
    'mongosh mongodb://host -u admin -p {v}',
    'kubectl create secret generic db --from-literal=password={v}',
    'jdbc:oracle:thin:scott/{v}@//db.example.com:1521/ORCL',
    'u: bob\np: {v}',
    'variable "db_password" {\n  default = "{v}"\n}',
    '{"name": "DB_PASSWORD", "value": "{v}"}',
  ])('reads the password of %j', (text) => {
    expect(values(text.replace('{v}', 'Tr0mbone_42'))).toEqual(['Tr0mbone_42'])
  })

  it('reads a JWT and a bot token that are broken over two lines', () => {
    const jwt = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${random.text(ALPHABETS.url, 60)}.${random.text(ALPHABETS.url, 43)}`
    for (const value of [jwt, makeToken(random, 'telegram').value])
      expect(values(`see ${value.slice(0, -20)}\n${value.slice(-20)}`)).toEqual([value])
  })

  it('takes families that a formation adds', () => {
    const rules = defineFamilies('acme handbook', [['acme', 'key', 'acmekey_', 31, 24]])
    const key = `acmekey_${random.text(ALPHABETS.base62, 24)}`
    expect(findSecrets(`use ${key}`)).toEqual([])
    expect(findSecrets(`use ${key}`, { rules })).toMatchObject([{ value: key, service: 'acme', kind: 'key' }])
  })

  it.each([1_000, 1_024, 1_025, 1_500, 8_192])(
    'takes an announced value of %i characters whole',
    (length) => {
      const value = random.text(ALPHABETS.base62, length)
      expect(values(`my token is ${value}.\nThanks`)).toEqual([value])
      expect(values(`{"password": "${value}"}`)).toEqual([value])
    },
  )

  it('reads a message of a megabyte to its end', () => {
    const text = `${'Nothing to see here, really. '.repeat(36_000)}${github}`
    expect(values(text)).toEqual([github])
  })
})

it('a name of a service inside a token says nothing of another secret', () => {
  const token = makeToken(new Random(4), 'npm').value
  const body = `sk-ant-api03-aK-xai-9${'Zq3vK8bW'.repeat(11)}kAA`
  const text = `the key ${body.slice(0, 108)} works\nmy password is Tr0mbone42!`
  expect(findSecrets(text).at(-1)?.service).toBeUndefined()
  expect(findSecrets(`${token} my password is Tr0mbone42!`).at(-1)?.service).toBeUndefined()
})
