/** `keyturn init`: an empty folder becomes one with an agent that runs. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { EXAMPLES } from '../../src/cli/init/examples.ts'
import { readFormation } from '../../src/index.ts'
import { keyturnHere } from './command-line.ts'

let folder = ''
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const empty = (): string => (folder = mkdtempSync(join(tmpdir(), 'keyturn-init-')))

describe('keyturn init', () => {
  it.each(EXAMPLES)(
    'makes a formation that is sound, a key of its owner alone, and the agent of %s',
    async (agent) => {
      const { code, stdout } = await keyturnHere(['init', empty(), '--agent', agent])
      expect([code, stdout]).toEqual([0, expect.stringContaining('npm install keyturn ')])
      const { services } = await readFormation(join(folder, 'formation.afs'))
      expect([...services.keys()]).toEqual(['github'])
      expect(statSync(join(folder, '.keyturn', 'key')).mode & 0o777).toBe(0o600)
      expect(readFileSync(join(folder, '.keyturn', '.gitignore'), 'utf8')).toBe('*\n')
      const example = join(import.meta.dirname, '../../examples/agents', `${agent}.mjs`)
      expect(readFileSync(join(folder, 'agent.mjs'), 'utf8')).toBe(readFileSync(example, 'utf8'))
    },
  )

  it('leaves what is there as it is, and makes the rest', async () => {
    writeFileSync(join(empty(), 'agent.mjs'), 'mine')
    expect((await keyturnHere(['init', folder])).code).toBe(0)
    expect(readFileSync(join(folder, 'agent.mjs'), 'utf8')).toBe('mine')
    const key = readFileSync(join(folder, '.keyturn', 'key'), 'utf8')
    const again = await keyturnHere(['init', folder])
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('Nothing was written')])
    expect(readFileSync(join(folder, '.keyturn', 'key'), 'utf8')).toBe(key)
  })

  it('makes a folder that is not there, says so to programs, and knows no other framework', async () => {
    const { stdout } = await keyturnHere(['init', join(empty(), 'new'), '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      made: expect.arrayContaining(['agent.mjs']) as unknown,
    })
    const wrong = await keyturnHere(['init', join(folder, 'other'), '--agent', 'cobol'])
    expect([wrong.code, existsSync(join(folder, 'other'))]).toEqual([2, false])
  })
})
