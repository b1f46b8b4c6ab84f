/**
 * AWS: a pair of keys, or three for temporary ones. The secret one is not sent: it signs.
 *
 * docs.aws.amazon.com: STS GetCallerIdentity (needs no permission and cannot be denied), IAM identifiers (which keys are temporary), common
 * errors, Regions of STS. Two tries with one key id and different secrets within five seconds are refused whatever the second one is.
 */
import {
  ALNUM,
  BASE64,
  defineProvider,
  plainField,
  secretField,
  SLUG,
  textAt,
  textOf,
  unknown,
  type Ask,
  type CheckMeaning,
  type Inject,
  type Locate,
  type Probe,
  type Rule,
  type Source,
  type Verdict,
} from './facts.ts'
import { signRequest } from './signature.ts'

/** Until a wrong secret of a moment ago is forgotten. */
const FORGETTING_MS = 5_500

const ID = /(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])/y
const REGION = /^[a-z]{2}(?:-[a-z]{2,12}){1,2}-\d$/

const RULES: readonly Rule<CheckMeaning>[] = [
  { status: [400, 403], body: { 'Error.Code': 'InvalidClientTokenId' }, means: 'rejected' },
  { status: [400, 403], body: { 'Error.Code': /^ExpiredToken/ }, means: 'expired' },
  { status: [400, 403], body: { 'Error.Message': /^Signature (?:expired|not yet current)/ }, means: 'clock' },
  { status: [400, 403], body: { 'Error.Code': 'RequestExpired' }, means: 'clock' },
  { status: [400, 403], body: { 'Error.Code': 'SignatureDoesNotMatch' }, means: 'rejected' },
  { status: [400, 403], body: { 'Error.Code': /^Throttling/ }, means: 'rate-limited' },
  {
    status: 403,
    body: { 'Error.Code': /^(?:AccessDenied|OptInRequired|RegionDisabledException)/ },
    means: 'forbidden',
  },
]

const RESULT = 'GetCallerIdentityResponse.GetCallerIdentityResult'

/** `arn:aws:iam::123456789012:user/alice` is shown as `alice@123456789012`. */
const shownName: Source = (facts) => {
  const name = textAt(facts, `${RESULT}.Arn`)?.split(/[:/]/).at(-1)
  const account = textAt(facts, `${RESULT}.Account`)
  return name === undefined || account === undefined ? undefined : `${name}@${account}`
}

const CALLER: Probe = {
  url: '/?Action=GetCallerIdentity&Version=2011-06-15',
  good: { identity: { key: `${RESULT}.UserId`, name: shownName } },
  rules: RULES,
}

async function checkAws(ask: Ask): Promise<Verdict> {
  const isTemporary = ask.startsWith('ASIA', 'access_key_id')
  if (isTemporary && ask.fields['session_token'] === undefined) return unknown('incomplete')
  const answer = await ask.send(CALLER)
  const message = answer.kind === 'json' ? textAt(answer, 'Error.Message') : undefined
  if (message?.includes('we calculated does not match') !== true) return ask.read(answer, CALLER)
  await ask.wait(FORGETTING_MS)
  return ask.probe(CALLER)
}

const locate: Locate = ({ api, site, text }) => {
  if (api !== undefined) return { api, web: site ?? api, origins: [new URL(api).origin] }
  const region = text?.('region')?.trim() ?? 'us-east-1'
  if (!REGION.test(region)) return undefined
  const origin = `https://sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
  return { api: origin, web: 'https://console.aws.amazon.com', origins: [origin] }
}

/** The service and the region stand in the host: `sts.eu-west-1.amazonaws.com`. */
const inject: Inject = async (request, fields, now) => {
  const [service = 'sts', region = 'us-east-1'] = request.url.hostname.split('.')
  const key = {
    accessKeyId: textOf(fields, 'access_key_id'),
    secretAccessKey: fields['secret_access_key'],
    sessionToken: fields['session_token'] === undefined ? undefined : textOf(fields, 'session_token'),
    region: REGION.test(region) ? region : 'us-east-1',
    service,
  }
  const { secretAccessKey } = key
  if (secretAccessKey !== undefined) await signRequest(request, { ...key, secretAccessKey }, now)
}

/** AWS and its keys. */
export const aws = defineProvider({
  id: 'aws',
  name: 'AWS',
  credentialName: 'access key',
  words: ['amazon web services'],
  fields: [
    plainField('access_key_id', 'access key ID', ['AWS_ACCESS_KEY_ID'], { aliases: ['username', 'key_id'] }),
    secretField('secret_access_key', 'secret access key', ['AWS_SECRET_ACCESS_KEY'], {
      aliases: ['password', 'secret_key', 'secret'],
    }),
    secretField('session_token', 'session token', ['AWS_SESSION_TOKEN'], { isOptional: true }),
    plainField('region', 'region', ['AWS_REGION', 'AWS_DEFAULT_REGION'], { isOptional: true }),
  ],
  tokens: [
    {
      source: 'docs.aws.amazon.com: IAM identifiers, STS, Bedrock API keys',
      rows: [
        ['key id', 'AKIA', ALNUM, 16, { left: 'word', shape: ID }],
        ['key id', 'ASIA', ALNUM, 16, { left: 'word', shape: ID }],
        ['key id', 'ABIA', ALNUM, 16, { left: 'word', shape: ID }],
        ['key id', 'ACCA', ALNUM, 16, { left: 'word', shape: ID }],
        ['token', 'IQoJb3JpZ2lu', BASE64, [], { left: 'word', least: 80 }],
        ['token', 'FwoGZXIvYXdz', BASE64, [], { left: 'word', least: 80 }],
        ['key', 'ABSK', BASE64, [128], { left: 'word', least: 100 }],
        ['key', 'bedrock-api-key-', BASE64 | SLUG, [], { least: 60 }],
      ],
    },
  ],
  locate,
  inject,
  check: checkAws,
  tokenPage: 'https://console.aws.amazon.com/iam/home#/security_credentials',
})
