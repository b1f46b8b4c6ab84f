import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/secret.ts'
import { linkHash } from '../../src/vault/audit/chain.ts'
import { importKey } from '../../src/vault/sealing/crypto.ts'
import { openEnvelope, sealEnvelope } from '../../src/vault/sealing/envelope.ts'
import { decodeFields, encodeFields } from '../../src/vault/sealing/fields.ts'
import { recordData } from '../../src/vault/sealing/record.ts'
import { deriveRootKey, unwrapUserKey, wrapUserKey } from '../../src/vault/keys/root-key.ts'
import { fingerprintOf } from '../../src/vault/keys/user-key.ts'
import { fieldsOf, newToken } from './world.ts'

const SCRIPT = join(import.meta.dirname, 'second_implementation.py')
const INSTALL =
  'Install Python 3 with the package cryptography (Debian: apt-get install python3-cryptography).'

/** The first on the path need not be the one that Debian's package is for. */
const PYTHONS = ['python3', '/usr/bin/python3']

interface Answers {
  readonly check_value: string
  readonly root_id: string
  readonly wrapped: string
  readonly fingerprint: string
  readonly envelope: string
  readonly link: string
  readonly opened?: string
}

const { inputs, answers: known } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'vectors', 'keyturn-v1.json'), 'utf8'),
) as {
  readonly inputs: {
    readonly formation: string
    readonly salt: string
    readonly key: string
    readonly iterations: number
    readonly user_key: string
    readonly wrap_iv: string
    readonly message_id: string
    readonly iv: string
    readonly token: string
    readonly previous: string
    readonly place: Parameters<typeof recordData>[1]
    readonly entry: Parameters<typeof linkHash>[3]
  }
  readonly answers: Answers
}

const userKey = { key: importKey(bytes(inputs.user_key)), generation: inputs.place.generation }

function bytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex')
}

function askPython(foreign: Buffer): Answers {
  const python = PYTHONS.find(hasCryptography)
  if (python === undefined) throw new Error(INSTALL)
  const input = JSON.stringify({ ...inputs, foreign: foreign.toString('base64') })
  const { stdout, stderr, status } = spawnSync(python, [SCRIPT], { input, encoding: 'utf8' })
  if (status !== 0) throw new Error(`The second implementation failed: ${stderr}`)
  return JSON.parse(stdout) as Answers
}

function hasCryptography(python: string): boolean {
  return spawnSync(python, ['-c', 'import cryptography']).status === 0
}

async function ownAnswers(): Promise<Answers> {
  const root = await deriveRootKey(
    Secret.fromText(inputs.key),
    inputs.formation,
    Buffer.from(inputs.salt),
    inputs.iterations,
  )
  const { user_id, service, generation } = inputs.place
  const plain = encodeFields(fieldsOf(inputs.token))
  const randomness = { messageId: bytes(inputs.message_id), iv: bytes(inputs.iv) }
  const data = recordData(inputs.formation, inputs.place)
  return {
    check_value: root.checkValue.toString('hex'),
    root_id: root.id,
    wrapped: wrapUserKey(root, user_id, generation, userKey.key, bytes(inputs.wrap_iv)).toString('hex'),
    fingerprint: fingerprintOf(userKey, service, fieldsOf(inputs.token)).toString('hex'),
    envelope: sealEnvelope(userKey.key, generation, data, plain, randomness).toString('hex'),
    link: linkHash(root.auditKey, inputs.formation, bytes(inputs.previous), inputs.entry).toString('hex'),
  }
}

describe('T-003 the known answers of version 1', () => {
  it('are what this implementation gives', async () => {
    expect(await ownAnswers()).toEqual(known)
  })

  it('are what a second implementation gives, which also opens what this one sealed at random', () => {
    const plain = encodeFields(fieldsOf(newToken()))
    const foreign = sealEnvelope(
      userKey.key,
      inputs.place.generation,
      recordData(inputs.formation, inputs.place),
      plain,
    )
    const { opened, ...answers } = askPython(foreign)
    expect(answers).toEqual(known)
    expect(opened).toBe(plain.toString('hex'))
  })

  it('open here: the second implementation is the one that sealed them', async () => {
    const data = recordData(inputs.formation, inputs.place)
    const plain = openEnvelope(userKey.key, inputs.place.generation, data, bytes(known.envelope))
    expect(Buffer.isBuffer(plain) && decodeFields(plain)?.['token']?.reveal()).toBe(inputs.token)
    const root = await deriveRootKey(
      Secret.fromText(inputs.key),
      inputs.formation,
      Buffer.from(inputs.salt),
      inputs.iterations,
    )
    const unwrapped = unwrapUserKey(root, inputs.place.user_id, inputs.place.generation, bytes(known.wrapped))
    expect(unwrapped?.export().toString('hex')).toBe(inputs.user_key)
  })
})
