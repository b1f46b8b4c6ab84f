import { chmod, mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isKeyturnError } from '../../src/errors.ts'
import { Secret } from '../../src/secret.ts'
import { checkKeyStrength } from '../../src/vault/keys/strength.ts'
import { CHAT, FORMATION, World, credential, newKey, newToken, recordingLogger, user } from './world.ts'

const alice = user('alice')

describe('T-029 a weak key', () => {
  const around = {
    formation: 'acme-assistant-of-acme-incorporated',
    salt: 'a salt that is long enough to be a key',
  }

  function refusalOf(key: string): string {
    try {
      checkKeyStrength(key, around)
    } catch (error) {
      if (isKeyturnError(error, 'KEY_WEAK')) return error.message
      throw error
    }
    return 'accepted'
  }

  it('is refused with a message of its own for each reason, and never with the key', () => {
    const random = newKey()
    const weak = [
      around.formation,
      around.salt,
      'changeme-changeme-changeme-1',
      '',
      `${random} `,
      `${random}\n`,
      `${random}\0`,
      'short but varied words',
      Buffer.from(crypto.getRandomValues(new Uint8Array(31))).toString('hex'),
      Buffer.from('0123456789abcdefghijklmnopqrstA').toString('base64'),
      'a'.repeat(64),
      'abcdefghij'.repeat(5),
      '${{ secrets.CREDENTIAL_KEY }}',
    ]
    const messages = weak.map(refusalOf)
    for (const message of messages) expect(message).not.toBe('accepted')
    for (const [index, message] of messages.entries()) {
      const key = weak[index] ?? ''
      if (key.length > 12) expect(message).not.toContain(key.trim())
    }
    expect(new Set(messages).size).toBeGreaterThanOrEqual(9)
  })

  it('of 31 bytes is refused in any spelling, and one of 32 is not', () => {
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      const bytes = Buffer.concat([Buffer.from('Aa1Zz9'), crypto.getRandomValues(new Uint8Array(26))])
      expect(refusalOf(bytes.subarray(1).toString(encoding))).toContain('31 bytes')
      expect(refusalOf(bytes.toString(encoding))).toBe('accepted')
    }
    expect(refusalOf('x7'.repeat(15) + 'y')).not.toBe('accepted')
    expect(refusalOf('correct horse battery staple again')).toBe('accepted')
  })

  it('is taken in normal form C, so that two spellings of one passphrase are one key', () => {
    const words = 'fünf brave Bären baden im Fluß'
    expect(checkKeyStrength(words.normalize('NFD'), around)).toBe(words.normalize('NFC'))
  })
})

describe('a vault in a folder', () => {
  let world: World
  const none = (): ReturnType<World['encryption']> => world.encryption({ key: undefined, salt: undefined })
  beforeEach(() => {
    world = new World()
  })
  afterEach(() => world.close())

  it('makes a key file that only its owner can read, beside a database nobody else can, and says so', async () => {
    const { logger, lines } = recordingLogger()
    const vault = await world.open({ encryption: none(), logger })
    await vault.add(alice, credential(newToken()), CHAT)
    const folder = join(world.directory, '.keyturn')
    for (const name of await readdir(folder)) {
      if (name !== '.gitignore') expect((await stat(join(folder, name))).mode & 0o777, name).toBe(0o600)
    }
    expect(await readFile(join(folder, '.gitignore'), 'utf8')).toBe('*\n')
    const key = (await readFile(join(folder, 'key'), 'utf8')).trim()
    expect(Buffer.from(key, 'base64').byteLength).toBe(32)
    expect(lines.filter((line) => line.startsWith('warn'))).toHaveLength(1)
    expect(lines.join()).not.toContain(key)
    await vault.close()
    expect(await (await world.open({ encryption: none() })).listAccounts(alice)).toMatchObject([
      { status: 'active' },
    ])
  })

  it('makes one key file when several start at once', async () => {
    const vaults = await Promise.all([1, 2, 3, 4].map(() => world.open({ encryption: none() })))
    expect(new Set(vaults.map((vault) => vault.core.keys.primary.id)).size).toBe(1)
    expect(
      (await readdir(join(world.directory, '.keyturn'))).filter((name) => name.startsWith('key')),
    ).toEqual(['key'])
  })

  it('refuses a key file that others can read, that is a link to nothing, or that is no text', async () => {
    const folder = join(world.directory, '.keyturn')
    const path = join(folder, 'key')
    await mkdir(folder)
    await writeFile(path, `${newKey()}\n`, { mode: 0o600 })
    await chmod(path, 0o640)
    await expect(world.open({ encryption: none() })).rejects.toMatchObject({ code: 'KEY_INSECURE' })
    await chmod(path, 0o600)
    await writeFile(path, Buffer.from([0xff, 0xfe, 0xfd]))
    await expect(world.open({ encryption: none() })).rejects.toMatchObject({ code: 'KEY_UNREADABLE' })
    const other = new World()
    await mkdir(join(other.directory, '.keyturn'))
    await symlink(join(folder, 'nothing'), join(other.directory, '.keyturn', 'key'))
    const encryption = other.encryption({ key: undefined })
    await expect(other.open({ encryption })).rejects.toMatchObject({ code: 'KEY_UNREADABLE' })
    await other.close()
  })

  it('never makes a key beside existing credentials, and never uses the key file in production', async () => {
    const vault = await world.open()
    await vault.add(alice, credential(newToken()), CHAT)
    await vault.close()
    await expect(world.open({ encryption: none() })).rejects.toMatchObject({ code: 'KEY_MISSING' })
    expect(await readdir(join(world.directory, '.keyturn'))).not.toContain('key')
    const fresh = new World()
    const encryption = fresh.encryption({ key: undefined })
    await (await fresh.open({ encryption })).close()
    await expect(fresh.open({ encryption, production: true })).rejects.toMatchObject({ code: 'KEY_REQUIRED' })
    await fresh.close()
  })

  it('T-022 opened with another key stays as it is, byte for byte', async () => {
    const vault = await world.open()
    await vault.add(alice, credential(newToken()), CHAT)
    await vault.close()
    const before = await readFile(world.path)
    const encryption = world.encryption({ key: Secret.fromText(newKey()) })
    await expect(world.open({ encryption })).rejects.toMatchObject({ code: 'KEY_MISMATCH' })
    expect((await readFile(world.path)).equals(before)).toBe(true)
  })

  it('T-024 warns of the derivation from the formation id, and refuses it in production until it was rewrapped', async () => {
    const { logger, lines } = recordingLogger()
    const encryption = world.encryption({ key: undefined, deriveFromFormationId: true })
    const vault = await world.open({ encryption, logger })
    await vault.add(alice, credential(newToken()), CHAT)
    expect(lines.join()).toMatch(/warn .*public formation id/)
    await vault.close()
    for (const key of [undefined, Secret.fromText(newKey())]) {
      const inProduction = world.open({ encryption: { ...encryption, key }, production: true })
      await expect(inProduction).rejects.toMatchObject({ code: 'KEY_INSECURE' })
      await expect(inProduction).rejects.toThrow(/keys rotate/)
    }
    await expect(
      new World().open({ formation: FORMATION, encryption, production: true }),
    ).rejects.toMatchObject({ code: 'KEY_REQUIRED' })
  })

  it('T-027 keeps nothing of a deleted user in the file or its log, and nothing of a removed account', async () => {
    const vault = await world.open()
    const { account } = await vault.add(alice, credential(newToken()), CHAT)
    const [row] = await world.tamper('select envelope, fingerprint from vault_credential')
    const [key] = await world.tamper('select wrapped from vault_user_key')
    await vault.remove(alice, account.id, CHAT)
    await expectNoTrace(row?.['envelope'])
    await vault.add(alice, credential(newToken()), CHAT)
    const [second] = await world.tamper('select envelope, fingerprint from vault_credential')
    expect(await vault.deleteUser(alice, CHAT)).toEqual({ removed: 1, cleanUp: 'done' })
    for (const bytes of [second?.['envelope'], second?.['fingerprint'], key?.['wrapped']])
      await expectNoTrace(bytes)
  })

  it('says that clean-up is pending while a reader holds the log, and does it after a restart', async () => {
    const vault = await world.open()
    await vault.add(alice, credential(newToken()), CHAT)
    const [row] = await world.tamper('select envelope from vault_credential')
    await world.tamper('begin')
    await world.tamper('select count(*) from vault_credential')
    expect(await vault.deleteUser(alice, CHAT)).toEqual({ removed: 1, cleanUp: 'pending' })
    await vault.close()
    await world.tamper('rollback')
    expect(await world.tamper('select id from vault_cleanup')).toHaveLength(1)
    await world.open()
    expect(await world.tamper('select id from vault_cleanup')).toEqual([])
    await expectNoTrace(row?.['envelope'])
  })

  async function expectNoTrace(stored: unknown): Promise<void> {
    const bytes = Buffer.from(stored as Uint8Array)
    const folder = join(world.directory, '.keyturn')
    for (const name of await readdir(folder)) {
      expect((await readFile(join(folder, name))).includes(bytes.subarray(0, 32)), name).toBe(false)
    }
  }
})
