/** Why no answer came from an address: read by the code of the error alone, whose text may hold the whole request. */
import { KeyturnError } from '../../errors.ts'
import { PRIVATE_ADDRESS } from '../../net/guarded-fetch.ts'

/** `unknown-host`, `private`, `certificate`, `redirected`: it will be so at the next try too. */
export type UnreachableReason =
  'unknown-host' | 'private' | 'certificate' | 'redirected' | 'no-connection' | 'broken-off'

/** No answer came. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
  readonly reason: UnreachableReason

  constructor(reason: UnreachableReason) {
    super('The server could not be reached.')
    this.reason = reason
  }
}

/** Nothing was sent: the connection is closed, or the address is not the server's. */
export class NotSent extends Error {
  override readonly name = 'NotSent'

  constructor() {
    super('The request was not sent.')
  }
}

/** The rest of a sentence that begins with the server, and what to do about it. */
export const UNREACHABLE: Readonly<Record<UnreachableReason, string>> = {
  'unknown-host': 'could not be reached: its host name is not known. Correct url in that file',
  private:
    'could not be reached: its host has a private address. Say private_network: true in that file if it is on your own network',
  certificate:
    'could not be reached: its certificate is not trusted. Give it one that is, or let NODE_EXTRA_CA_CERTS name its authority',
  redirected: 'was redirected to another address, which is not followed. Correct url in that file',
  'no-connection':
    'could not be reached: nothing answers at its address. Try again, or correct url in that file',
  'broken-off': 'broke off in the middle of its answer. Try again',
}

/** Reads an error of the guarded `fetch`; what is an error of ours stays one. */
export function unreachable(error: unknown): Error {
  if (error instanceof KeyturnError || error instanceof Unreachable) return error
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new Unreachable('unknown-host')
  if (code === PRIVATE_ADDRESS) return new Unreachable('private')
  if (/CERT|SELF_SIGNED|ISSUER|ALTNAME|^ERR_TLS|^ERR_SSL|EPROTO/.test(code))
    return new Unreachable('certificate')
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'HPE_INVALID_CONSTANT')
    return new Unreachable('broken-off')
  return new Unreachable('no-connection')
}
