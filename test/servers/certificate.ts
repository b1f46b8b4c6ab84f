/** A certificate for loopback, made for one test: signed by itself, so that only who was given it believes it. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the certificate and its private key lie, as PEM. */
export interface CertificateFiles {
  readonly certificate: string
  readonly privateKey: string
}

/** Writes a certificate for `localhost` and 127.0.0.1, good for a day (RFC 5280 §4.1), and its key (P-256). */
export function writeCertificate(folder: string): CertificateFiles {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(object(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
  const name = sequence(
    element(0x31, sequence(object(0x55, 0x04, 0x03), element(0x0c, Buffer.from('localhost')))),
  )
  const body = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(Date.now() - HOUR_MS), time(Date.now() + 24 * HOUR_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(alternativeNames(), authority())),
  )
  const signature = sign('sha256', body, privateKey)
  const whole = sequence(body, algorithm, element(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const files = { certificate: join(folder, 'certificate.pem'), privateKey: join(folder, 'key.pem') }
  writeFileSync(files.certificate, pem('CERTIFICATE', whole))
  writeFileSync(files.privateKey, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  return files
}

const HOUR_MS = 3_600_000

/** It names the host and the address (RFC 5280 §4.2.1.6). */
function alternativeNames(): Buffer {
  const names = sequence(element(0x82, Buffer.from('localhost')), element(0x87, Buffer.from([127, 0, 0, 1])))
  return sequence(object(0x55, 0x1d, 0x11), element(0x04, names))
}

/** It may vouch for itself (RFC 5280 §4.2.1.9). */
function authority(): Buffer {
  const yes = sequence(element(0x01, Buffer.from([0xff])))
  return sequence(object(0x55, 0x1d, 0x13), element(0x01, Buffer.from([0xff])), element(0x04, yes))
}

/** A tag, the length, the content (X.690 §8.1). */
function element(tag: number, content: Buffer): Buffer {
  const size = content.byteLength
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

const sequence = (...parts: readonly Buffer[]): Buffer => element(0x30, Buffer.concat(parts))
const object = (...bytes: readonly number[]): Buffer => element(0x06, Buffer.from(bytes))

function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/\D/g, '').slice(2, 14)
  return element(0x17, Buffer.from(`${digits}Z`))
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').replace(/.{1,64}/g, '$&\n')
  return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`
}
