/** Key files and key commands: each way in which one can be wrong has a code and a message of its own, without a byte of the key. */
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isKeyturnError } from '../../src/errors.ts'
import { runKeyCommand } from '../../src/vault/keys/command.ts'
import { readKeyFile, writeNewKey } from '../../src/vault/keys/file.ts'
import { newKey } from './world.ts'

let folder: string
const key = newKey()

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-key-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, content: string | Uint8Array, mode = 0o600): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  chmodSync(path, mode)
  return path
}

/** `KEY_EMPTY: The key file … is empty.` */
async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    if (!isKeyturnError(error)) throw error
    expect(JSON.stringify(error) + String(error.stack)).not.toContain(key.slice(0, 12))
    return `${error.code}: ${error.message}`
  }
  throw new Error('nothing was refused')
}

/** Root may read every file: then the work is done as the user that owns nothing (Debian's `nobody`). */
async function withoutPrivilege<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0) return work()
  chmodSync(folder, 0o755)
  process.seteuid?.(65_534)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
  }
}

describe('a key file', () => {
  it('loses exactly one final line end and nothing else', async () => {
    for (const [content, read] of [
      [key, key],
      [`${key}\n`, key],
      [`${key}\n\n`, `${key}\n`],
      [`${key}\r\n`, `${key}\r`],
      [` ${key}`, ` ${key}`],
      [`\ufeff${key}`, `\ufeff${key}`],
    ]) {
      expect((await readKeyFile(write('plain', content ?? '')))?.reveal()).toBe(read)
    }
    expect(await readKeyFile(join(folder, 'nowhere'))).toBeUndefined()
  })

  it('that is wrong is refused, each way with a message of its own', async () => {
    const real = write('real', key)
    symlinkSync(write('bad-target', key, 0o644), join(folder, 'link'))
    symlinkSync('nothing-there', join(folder, 'to-nothing'))
    symlinkSync('to-itself', join(folder, 'to-itself'))
    mkdirSync(join(folder, 'folder'))
    spawnSync('mkfifo', ['-m', '600', join(folder, 'pipe')])
    const cases: [string, string, RegExp][] = [
      [write('read-by-group', key, 0o640), 'KEY_INSECURE', /chmod 600/],
      [write('read-by-all', key, 0o604), 'KEY_INSECURE', /chmod 600/],
      [join(folder, 'link'), 'KEY_INSECURE', /may be read or written by others/],
      [join(folder, 'to-nothing'), 'KEY_UNREADABLE', /is a link to nothing/],
      [join(folder, 'to-itself'), 'KEY_UNREADABLE', /is a link that leads to itself/],
      [join(folder, 'folder'), 'KEY_UNREADABLE', /is a folder/],
      [join(folder, 'pipe'), 'KEY_UNREADABLE', /is no plain file/],
      [join(real, 'below'), 'KEY_UNREADABLE', /below something that is no folder/],
      [write('empty', ''), 'KEY_EMPTY', /is empty/],
      [write('line-end', '\n'), 'KEY_EMPTY', /is empty/],
      [write('binary', Uint8Array.of(0xff, 0xfe, 0xfd)), 'KEY_UNREADABLE', /no UTF-8 text/],
      [write('long', 'x'.repeat(20_000)), 'KEY_TOO_LONG', /more than 16384 bytes/],
    ]
    for (const [path, code, message] of cases) {
      const refusal = await refusalOf(readKeyFile(path))
      expect(refusal).toMatch(message)
      expect(refusal).toMatch(new RegExp(`^${code}: `))
    }
  })

  it('may be a link, as Kubernetes mounts secrets: what it leads to is checked', async () => {
    mkdirSync(join(folder, '..2026'))
    write(join('..2026', 'credential-key'), `${key}\n`, 0o400)
    symlinkSync('..2026', join(folder, '..data'))
    symlinkSync(join('..data', 'credential-key'), join(folder, 'credential-key'))
    const path = join(folder, 'credential-key')
    expect((await readKeyFile(path))?.reveal()).toBe(key)
    for (const mode of [0o440, 0o404, 0o644]) {
      chmodSync(path, mode)
      expect(await refusalOf(readKeyFile(path))).toMatch(/^KEY_INSECURE: /)
    }
  })

  it('of another account is refused: that one can read it', async () => {
    if (process.getuid?.() === 0) {
      const path = write('foreign', key)
      chownSync(path, 65_534, 65_534)
      expect(await refusalOf(readKeyFile(path))).toMatch(/^KEY_INSECURE: .* belongs to another account/)
    } else {
      // An ordinary account can neither give a file away nor open one that is another's alone.
      const path = process.platform === 'linux' ? '/proc/1/environ' : '/etc/master.passwd'
      expect(await refusalOf(readKeyFile(path))).toMatch(
        /^KEY_UNREADABLE: .* may not be read by this account/,
      )
    }
  })

  it('without rights for this account is refused', async () => {
    const path = write('rights', key, 0o000)
    const refusal = await withoutPrivilege(() => refusalOf(readKeyFile(path)))
    expect(refusal).toMatch(/^KEY_UNREADABLE: .* may not be read by this account/)
  })

  it('is made with 32 random bytes for its owner alone, and never over another', async () => {
    const path = join(folder, 'made')
    expect(await writeNewKey(path)).toBe(true)
    const made = (await readKeyFile(path))?.reveal() ?? ''
    expect(Buffer.from(made, 'base64').byteLength).toBe(32)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(await writeNewKey(path)).toBe(false)
    expect((await readKeyFile(path))?.reveal()).toBe(made)
    const nowhere = await refusalOf(writeNewKey(join(folder, 'no', 'folder')))
    expect(nowhere).toMatch(/^KEY_UNREADABLE: .* in no folder/)
  })
})

describe('a key command', () => {
  function run(script: string, timeoutMs?: number) {
    return runKeyCommand([process.execPath, '-e', script], { directory: folder, timeoutMs })
  }

  it('gives what it prints without one final line end, run in the folder and without a shell', async () => {
    expect((await run(`console.log('${key}')`)).reveal()).toBe(key)
    expect((await run('process.stdout.write(process.cwd())')).reveal()).toBe(folder)
    const shell = await runKeyCommand(['echo', '$HOME; `id`'], { directory: folder })
    expect(shell.reveal()).toBe('$HOME; `id`')
  })

  it('that fails, is not there, prints nothing, too much or no text is refused without its words', async () => {
    const cases: [string, string, RegExp][] = [
      [`console.error('${key}'); process.exitCode = 7`, 'KEY_COMMAND_FAILED', /failed \(code 7\)/],
      [`process.stdout.write('${key}'); process.exitCode = 1`, 'KEY_COMMAND_FAILED', /failed \(code 1\)/],
      ["process.kill(process.pid, 'SIGTERM')", 'KEY_COMMAND_FAILED', /failed \(signal SIGTERM\)/],
      ['', 'KEY_EMPTY', /is empty/],
      ["for (;;) process.stdout.write('x'.repeat(65536))", 'KEY_TOO_LONG', /more than 16384 bytes/],
      ['process.stdout.write(Buffer.from([255, 254]))', 'KEY_UNREADABLE', /no UTF-8 text/],
    ]
    for (const [script, code, message] of cases) {
      const refusal = await refusalOf(run(script))
      expect(refusal).toMatch(message)
      expect(refusal).toMatch(new RegExp(`^${code}: `))
    }
    const missing = await refusalOf(runKeyCommand(['no-such-program'], { directory: folder }))
    expect(missing).toMatch(/^KEY_COMMAND_FAILED: The key command no-such-program failed \(ENOENT\)/)
  })

  it('that hangs is stopped with everything it started', async () => {
    const note = join(folder, 'child')
    const script = `const child = require('child_process').spawn('sleep', ['600'], { stdio: 'inherit' });
      require('fs').writeFileSync(${JSON.stringify(note)}, String(child.pid))`
    const refusal = await refusalOf(run(script, 1_500))
    expect(refusal.split(': ')[0]).toBe('KEY_COMMAND_TIMEOUT')
    expect(refusal).toMatch(/within 1\.5 s/)
    expect(isRunning(Number(readFileSync(note, 'utf8')))).toBe(false)
  })
})

/** A zombie that nobody waits for counts as ended. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z')
}
