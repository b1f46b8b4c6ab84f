/**
 * Secrets in the shapes people paste, made at run time and new each time.
 *
 * A secret is a row of pieces: what everybody knows (prefixes, the fields of a JSON file, the lines around a key) and what nobody may.
 * Only the latter counts when a scan decides whether a few bytes are a leak. Shapes are from the providers' own pages.
 */
import { gitHubChecksum } from './github-token.ts'
import { BASE62, BASE64URL, HEX, randomText } from './random-text.ts'

/** A piece that nobody may see, or a public one around it. */
export interface SecretPiece {
  readonly text: string
  readonly isSecret: boolean
  /** The credential's field that this piece is (`username`), where it has several. */
  readonly field?: string | undefined
}

const open = (text: string): SecretPiece => ({ text, isSecret: false })
const hidden = (text: string, field?: string): SecretPiece => ({ text, isSecret: true, field })
const token = (prefix: string, length: number, alphabet = BASE62): SecretPiece[] => [
  open(prefix),
  hidden(randomText(length, alphabet)),
]

const LETTERS = 'abcdefghijkmnopqrstuvwxyz'
const MARKS = '#%+=@~^*'
const DIGITS = '0123456789'
const UNICODE = 'äößéøłžñçÅÆŒπλΩжшя漢字仮名한글🔑🗝'

/** Each shape's name to what makes one. */
export const SECRET_SHAPES = {
  'github-classic': () => {
    const body = randomText(30)
    return [open('ghp_'), hidden(body + gitHubChecksum(body))]
  },
  'github-fine-grained': () => [...token('github_pat_', 22), ...token('_', 59)],
  'github-oauth': () => {
    const body = randomText(30)
    return [open('gho_'), hidden(body + gitHubChecksum(body))]
  },
  gitlab: () => token('glpat-', 20, BASE64URL),
  'slack-bot': () => [...token('xoxb-', 12, DIGITS), ...token('-', 13, DIGITS), ...token('-', 24)],
  'slack-app': () => [...token('xapp-1-A', 10), ...token('-', 13, DIGITS), ...token('-', 64, HEX)],
  'aws-pair': () => [
    open('aws_access_key_id = AKIA'),
    hidden(randomText(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'), 'access_key_id'),
    open('\naws_secret_access_key = '),
    hidden(randomText(40, `${BASE62}+/`), 'secret_access_key'),
  ],
  openai: () => [...token('sk-proj-', 74, BASE64URL), ...token('T3BlbkFJ', 74, BASE64URL)],
  anthropic: () => token('sk-ant-api03-', 95, BASE64URL),
  'google-refresh': () => [
    open('{\n  "type": "authorized_user",\n  "client_id": "'),
    ...[open(randomText(24)), open('.apps.googleusercontent.com",\n  "client_secret": "GOCSPX-')],
    ...[hidden(randomText(28, BASE64URL)), open('",\n  "refresh_token": "1//')],
    ...[hidden(randomText(100, BASE64URL)), open('"\n}')],
  ],
  notion: () => token('ntn_', 46),
  linear: () => token('lin_api_', 40),
  npm: () => {
    const body = randomText(30)
    return [open('npm_'), hidden(body + gitHubChecksum(body))]
  },
  stripe: () => token('sk_live_', 99),
  sendgrid: () => [...token('SG.', 22, BASE64URL), ...token('.', 43, BASE64URL)],
  telegram: () => [hidden(randomText(10, DIGITS)), open(':AA'), hidden(randomText(33, BASE64URL))],
  'hex-key': () => [hidden(randomText(40, HEX))],
  uuid: () =>
    [8, 4, 4, 4, 12].flatMap((length, at) => [open(at === 0 ? '' : '-'), hidden(randomText(length, HEX))]),
  jwt: () => {
    // `{"jti":"a` is nine bytes, so the first twelve characters are the same in every one.
    const claims = base64url(JSON.stringify({ jti: `a${randomText(24)}` }))
    return [
      open(`${base64url('{"alg":"HS256","typ":"JWT"}')}.${claims.slice(0, 12)}`),
      ...[hidden(claims.slice(12)), open('.'), hidden(randomText(43, BASE64URL))],
    ]
  },
  pem: () => [
    open('-----BEGIN '),
    open('PRIVATE KEY-----\n'),
    ...Array.from({ length: 25 }, () => [hidden(randomText(64, `${BASE62}+/`)), open('\n')]).flat(),
    open('-----END PRIVATE '),
    open('KEY-----\n'),
  ],
  'basic-auth': () => [
    // A user name is what the account is called: it may be seen.
    {
      text: `${randomText(6, LETTERS)}@${randomText(6, LETTERS)}.example`,
      isSecret: false,
      field: 'username',
    },
    open(':'),
    hidden(`${randomText(14)}!`, 'password'),
  ],
  'password-of-four': () => [
    hidden(randomText(1, LETTERS) + randomText(1, DIGITS) + randomText(1, MARKS) + randomText(1, BASE62)),
  ],
  'password-of-eight': () => [hidden(randomText(7) + randomText(1, MARKS))],
  'unicode-password': () => [
    hidden(Array.from({ length: 12 }, () => oneOf([...UNICODE])).join('') + randomText(4)),
  ],
  'quoted-password': () => [
    hidden(`${randomText(6)}"'\`\\${randomText(6)}$\{${randomText(6)}}<&>;|${randomText(4)}`),
  ],
  'percent-password': () => [hidden(`${randomText(6)}%20%s${randomText(6)}%%n+${randomText(6)}/?#`)],
  'words-password': () => [hidden(Array.from({ length: 4 }, () => randomText(6, LETTERS)).join(' '))],
  'token-of-8-kib': () => token('long_', 8192 - 5, BASE64URL),
} as const satisfies Readonly<Record<string, () => readonly SecretPiece[]>>

/** Name of a shape. */
export type SecretShape = keyof typeof SECRET_SHAPES

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}

function oneOf(characters: readonly string[]): string {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
  return characters[random % characters.length] ?? ''
}
