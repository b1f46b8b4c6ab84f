/** Why Redis did not do what was asked, as one of a few words: the text of its errors is never passed on. */
import { KeyturnError } from '../../errors.ts'

/**
 * `down`: no connection. `timeout`: no answer in time, the command may have been done. `memory`: out of memory.
 * `read-only`: a replica, or a disk error. `denied`: the user may not run a command or reach a key. `password`: none or
 * a wrong one. `certificate`: what it shows over TLS is not trusted here. `cluster`: slots are not served. `loading`: still reading its files. `mixed`: a reply of another call.
 * `refused`: anything else the server said no to.
 */
export type RedisFault =
  | 'certificate'
  | 'cluster'
  | 'denied'
  | 'down'
  | 'loading'
  | 'memory'
  | 'mixed'
  | 'password'
  | 'read-only'
  | 'refused'
  | 'timeout'

/** The first word of a server's error (https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors). */
const BY_PREFIX: Readonly<Record<string, RedisFault>> = {
  ASK: 'cluster',
  CLUSTERDOWN: 'cluster',
  CROSSSLOT: 'cluster',
  LOADING: 'loading',
  MASTERDOWN: 'read-only',
  MISCONF: 'read-only',
  MOVED: 'cluster',
  NOAUTH: 'password',
  NOPERM: 'denied',
  OOM: 'memory',
  READONLY: 'read-only',
  TRYAGAIN: 'cluster',
  WRONGPASS: 'password',
}

/** What a script meets says it in words: Redis 7.0, and 7.2 or newer. */
const DENIED_IN_SCRIPT = /^ERR (The user executing the script can't|ACL failure in script)/

/** What Node calls a certificate that it does not believe (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const OF_CERTIFICATES = /CERT|VERIFY_LEAF|UNABLE_TO_VERIFY|CRL_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH/

const WAY_OUT: Readonly<Record<RedisFault, string>> = {
  certificate:
    'Its certificate is not trusted here. Name the authority that signed it in NODE_EXTRA_CA_CERTS, and check the host in REDIS_URL.',
  cluster: 'The cluster does not serve all slots. Check CLUSTER INFO on its nodes.',
  denied: 'Its user may not run a command or reach a key. Check the ACL with keyturn doctor.',
  down: 'There is no connection. Check that it runs and that REDIS_URL is right.',
  loading: 'It is still loading its data. Try again shortly.',
  memory: 'It is out of memory. Raise maxmemory.',
  mixed: 'A reply belonged to another call, and the connection was dropped. Try again.',
  password: 'It wants another password. Check REDIS_URL.',
  'read-only': 'It does not take writes. Check whether it is a replica or its disk is full.',
  refused: 'It refused the command. Check its version (7 or newer) with keyturn doctor.',
  timeout: 'It did not answer in time. Try again; doing so twice does no harm.',
}

/** What a client's error means, from its class and its first word alone. */
export function reasonOf(error: unknown): RedisFault {
  const { name, message } = error instanceof Error ? error : { name: '', message: '' }
  if (name === 'ReplyError' && DENIED_IN_SCRIPT.test(message)) return 'denied'
  if (name === 'ReplyError') return BY_PREFIX[/^[A-Z]+/.exec(message)?.[0] ?? ''] ?? 'refused'
  if (message === 'Command timed out') return 'timeout'
  if (name === 'ClusterAllFailedError') return 'cluster'
  if (OF_CERTIFICATES.test(codeOf(error))) return 'certificate'
  return 'down'
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

/** An outage with its reason as a fact. */
export function failRedis(reason: RedisFault): KeyturnError {
  return new KeyturnError('STATE_UNAVAILABLE', `Redis cannot keep the conversation. ${WAY_OUT[reason]}`, {
    backend: 'redis',
    reason,
  })
}
