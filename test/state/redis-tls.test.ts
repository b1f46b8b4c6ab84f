/** Redis over TLS: what it shows has to be trusted, and nothing is said to a server that is not. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRedisState } from '../../src/state/redis/state.ts'
import { programPath } from '../programs.ts'
import { writeCertificate, type CertificateFiles } from '../servers/certificate.ts'
import { findFreePort, type RedisServer, startRedis } from '../servers/redis.ts'
import { MARK, reasonOf } from './faults.ts'
import { newKey } from './fixtures.ts'

let folder: string
let files: CertificateFiles
let server: RedisServer
let port: number

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-tls-'))
  files = writeCertificate(folder)
  port = await findFreePort()
  const settings = {
    'tls-port': String(port),
    'tls-cert-file': files.certificate,
    'tls-key-file': files.privateKey,
    'tls-ca-cert-file': files.certificate,
    'tls-auth-clients': 'no',
  }
  server = await startRedis({
    settings: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
  })
})

afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Counts in a process of its own: which certificates are trusted is settled when Node starts. */
async function count(url: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [programPath('countingProcess'), url, 'acme', 'alice', 'talk', '3'],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: files.certificate } },
  )
  return stdout
}

describe('Redis over TLS', () => {
  it('works where the authority of its certificate is named', async () => {
    expect(await count(`rediss://localhost:${port}`)).toBe('3')
  })

  it('is refused by name where its certificate is not trusted', async () => {
    const store = await openRedisState({ url: `rediss://:${MARK}@localhost:${port}` })
    expect(await reasonOf(store.claim(newKey(), undefined))).toBe('certificate')
    await expect(store.claim(newKey(), undefined)).rejects.toThrow(/NODE_EXTRA_CA_CERTS/)
    await store.close()
  })

  it('is told no password before it is trusted, also where it does not speak TLS', async () => {
    const heard: Buffer[] = []
    const listener = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.on('data', (bytes) => {
        heard.push(bytes)
        socket.end('-ERR no TLS here\r\n')
      })
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const address = listener.address()
    const plain = typeof address === 'object' ? address?.port : undefined
    const store = await openRedisState({ url: `rediss://:${MARK}@localhost:${plain}` })
    expect(await reasonOf(store.claim(newKey(), undefined))).toBe('down')
    await store.close()
    await new Promise((resolve) => listener.close(resolve))
    expect(heard.length).toBeGreaterThan(0)
    expect(Buffer.concat(heard).includes(MARK)).toBe(false)
  })
})
