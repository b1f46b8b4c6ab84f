/** What ran less than it has to is said, by name. */
import { describe, expect, it } from 'vitest'
import { findMissing } from './counts.ts'
import { readCode } from './architecture/tree.ts'
import { resolve } from 'node:path'

const EXPECTED = { 'test/a.test.ts': 3, 'test/b.test.ts': 1, 'test/proof/c.test.ts': 2 }

describe('a whole run', () => {
  it('in which each file ran what it has to, or more, lacks nothing', () => {
    expect(findMissing('behaviour', EXPECTED, { 'test/a.test.ts': 3, 'test/b.test.ts': 4 })).toEqual([])
    const more = { 'test/a.test.ts': 3, 'test/b.test.ts': 1, 'test/new.test.ts': 1 }
    expect(findMissing('behaviour', EXPECTED, more)).toEqual([])
    expect(findMissing('proof', EXPECTED, { 'test/proof/c.test.ts': 2 })).toEqual([])
  })

  it.each([
    [
      'ran fewer tests',
      { 'test/a.test.ts': 2, 'test/b.test.ts': 1 },
      /^test\/a\.test\.ts \(ran 2 tests of 3; /,
    ],
    ['is gone', { 'test/a.test.ts': 3 }, /^test\/b\.test\.ts \(ran 0 tests of 1; /],
  ])('in which a file %s is told of it', (_what, ran, line) => {
    expect(findMissing('behaviour', EXPECTED, ran)).toEqual([expect.stringMatching(line)])
  })
})

describe('the tests of this project', () => {
  it('have no way of passing without running: no test under another name, none that is meant to fail or to be left out', () => {
    const files = readCode(resolve(import.meta.dirname, '..'))
    expect(files.length).toBeGreaterThan(300)
    expect(files.filter(({ path }) => /\.spec\.[cm]?[jt]s$/.test(path)).map(({ path }) => path)).toEqual([])
    const isLoose = /\b(?:it|test|describe)\.(?:fails|skip|skipIf|runIf|todo|only)\b|\bfails: true\b/
    const exempt = ['test/counts.test.ts', 'test/report.test.ts']
    const loose = files.filter(({ path, text }) => path.startsWith('test/') && isLoose.test(text))
    expect(loose.map(({ path }) => path).filter((path) => !exempt.includes(path))).toEqual([])
  })
})
