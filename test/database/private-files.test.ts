/** T-129: a store that is open to other accounts of the machine is closed to them, and somebody is told. */
import { chmod, chown, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openSqlite } from '../../src/database/sqlite/open.ts'
import type { Logger } from '../../src/ports.ts'
import { openSqliteState } from '../../src/state/sqlite/state.ts'

const folders: string[] = []

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })))
})

async function newStore(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keyturn-'))
  folders.push(folder)
  await mkdir(join(folder, '.keyturn'), { mode: 0o700 })
  return join(folder, '.keyturn')
}

function listen(): { readonly logger: Logger; readonly said: string[] } {
  const said: string[] = []
  const none = (): void => undefined
  const warn = (fields: object, message: string): void => {
    said.push(`${JSON.stringify(fields)} ${message}`)
  }
  return { logger: { debug: none, info: none, warn, error: none }, said }
}

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777

describe('T-129 a store', () => {
  it.each([0o777, 0o755, 0o770, 0o701, 0o750, 0o722])(
    'in a folder with mode %o closes it and says so',
    async (mode) => {
      const store = await newStore()
      await chmod(store, mode)
      const { logger, said } = listen()
      await (await openSqlite(join(store, 'vault.db'), logger)).close()
      expect(await modeOf(store)).toBe(0o700)
      expect(said).toEqual([expect.stringContaining(`"mode":"0${mode.toString(8)}"`)])
      expect(said.join('')).toContain('was open to other accounts of this machine. It was closed to them.')
    },
  )

  it.each([0o666, 0o644, 0o640, 0o604, 0o620, 0o777])(
    'in an old file with mode %o closes it and says so',
    async (mode) => {
      const store = await newStore()
      const path = join(store, 'vault.db')
      await (await openSqlite(path)).close()
      await chmod(path, mode)
      const { logger, said } = listen()
      const database = await openSqlite(path, logger)
      database.execute('create table t (x)')
      expect([await modeOf(path), await modeOf(`${path}-wal`)]).toEqual([mode & 0o700, mode & 0o700])
      expect(said).toHaveLength(1)
      await database.close()
    },
  )

  it.each([0o777, 0o757, 0o772])(
    'in a folder with mode %o, where others could exchange it, says so and leaves that folder alone',
    async (mode) => {
      const store = await newStore()
      const above = join(store, '..')
      await chown(above, process.getuid?.() ?? 0, (process.getgid?.() ?? 0) + 1).catch(() => undefined)
      await chmod(above, mode)
      const { logger, said } = listen()
      await (await openSqlite(join(store, 'vault.db'), logger)).close()
      expect(await modeOf(above)).toBe(mode)
      expect(said).toEqual([expect.stringContaining('may put another store in the place of this one')])
    },
  )

  it('in a folder where everybody may make files and touch only their own is opened without a word', async () => {
    const store = await newStore()
    await chmod(join(store, '..'), 0o1777)
    const { logger, said } = listen()
    await (await openSqlite(join(store, 'vault.db'), logger)).close()
    expect(said).toEqual([])
  })

  it.each(['..', '.', 'vault.db'])('of which "%s" belongs to another account says so', async (part) => {
    const store = await newStore()
    await (await openSqlite(join(store, 'vault.db'))).close()
    const { logger, said } = listen()
    // Giving files away is a right of root's alone; anybody else is told that they are somebody else.
    const own = process.geteuid?.() ?? 0
    if (own === 0) await chown(join(store, part), 65_534, 65_534)
    else vi.spyOn(process, 'geteuid').mockReturnValue(own + 1)
    await (await openSqlite(join(store, 'vault.db'), logger)).close()
    expect(said.length).toBeGreaterThan(0)
    expect(said.join()).toMatch(/belongs to another account|, or owns,/)
    vi.restoreAllMocks()
  })

  it('of conversations tells the same', async () => {
    const store = await newStore()
    const path = join(store, 'state.db')
    await writeFile(path, '', { mode: 0o600 })
    await chmod(path, 0o666)
    const { logger, said } = listen()
    await (await openSqliteState({ path, logger })).close()
    expect(await modeOf(path)).toBe(0o600)
    expect(said).toHaveLength(1)
  })

  it('that nobody else can open is opened without a word, and a folder that is not its own is left alone', async () => {
    const store = await newStore()
    const beside = join(store, '..', 'copies')
    await mkdir(beside)
    await chmod(beside, 0o755)
    const { logger, said } = listen()
    await (await openSqlite(join(store, 'vault.db'), logger)).close()
    await (await openSqlite(join(beside, 'copy.db'), logger)).close()
    expect([await modeOf(store), await modeOf(beside), said]).toEqual([0o700, 0o755, []])
  })
})
