/** Tests reach nothing but this machine, and neither do the processes they start. */
import { execFile } from 'node:child_process'
import { lookup } from 'node:dns'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)

/** Runs a program in a child that was given nothing but this process's environment. */
async function inChild(program: string): Promise<string> {
  const tell = `const tell = (error) => console.log(error === undefined || error === null ? 'reached' : error.message)\n`
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', tell + program])
  return stdout
}

describe('a child process', () => {
  it.each([
    ['fetch', `await fetch('https://example.com/').then(() => tell(), (error) => tell(error.cause))`],
    [
      'fetch of an address',
      `await fetch('http://192.0.2.1/').then(() => tell(), (error) => tell(error.cause))`,
    ],
    ['a socket', `import net from 'node:net'; net.connect(443, 'example.com').on('error', tell)`],
    ['TLS', `import tls from 'node:tls'; tls.connect({ host: '192.0.2.1', port: 443 }).on('error', tell)`],
    ['https', `import { get } from 'node:https'; get('https://example.com/').on('error', tell)`],
    ['a name', `import { lookup } from 'node:dns'; lookup('example.com', tell)`],
    ['a record', `import { resolve4 } from 'node:dns/promises'; await resolve4('example.com').catch(tell)`],
    [
      'a look-up of its own',
      `import net from 'node:net'
       const lookup = (name, options, callback) => callback(null, [{ address: '192.0.2.1', family: 4 }])
       net.connect({ host: 'example.com', port: 443, lookup }).on('error', tell)`,
    ],
    [
      'a datagram',
      `import dgram from 'node:dgram'
       try { dgram.createSocket('udp4').send('x', 53, '192.0.2.1') } catch (error) { tell(error) }`,
    ],
  ])('cannot reach beyond this machine by %s', async (_, program) => {
    expect(await inChild(program)).toMatch(/ENOTFOUND (?:example\.com|192\.0\.2\.1) \(tests reach nothing/)
  })
})

describe('this process', () => {
  it('reaches its own machine, by name and by address', async () => {
    const server = createServer((_, response) => response.end('here'))
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
    const { port, address } = server.address() as AddressInfo
    const host = address.includes(':') ? `[${address}]` : address
    for (const name of ['localhost', host]) {
      expect(await (await fetch(`http://${name}:${port}/`)).text()).toBe('here')
    }
    await new Promise((resolve) => server.close(resolve))
  })

  it('is told that a name which cannot exist is not there', async () => {
    const error = await new Promise((resolve) => lookup('nowhere.invalid', resolve))
    expect(error).toMatchObject({ code: 'ENOTFOUND' })
  })
})
