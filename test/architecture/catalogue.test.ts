/** The catalogue of attacks in `docs/security.md` and the tests that try them name each other. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCode } from './tree.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** Attacks on what is not built yet, each with what it waits for. */
const NOT_YET: Readonly<Record<string, string>> = {
  'T-067': 'spans of OpenTelemetry: the adapters for agent frameworks',
}

const catalogue = new Set(
  [...readFileSync(join(ROOT, 'docs', 'security.md'), 'utf8').matchAll(/^\| (T-\d{3}) /gm)].map(
    ([, number]) => number ?? '',
  ),
)
// In a title, which is a text in quotes on one line; this file names them as well.
const tried = new Set(
  readCode(ROOT)
    .filter(({ path }) => path.startsWith('test/') && path !== 'test/architecture/catalogue.test.ts')
    .flatMap(({ text }) =>
      [...text.matchAll(/['"`](?:[^'"`\n]*?)\bT-\d{3}\b[^\n]*/g)].flatMap(
        ([line]) => line.match(/T-\d{3}/g) ?? [],
      ),
    ),
)

describe('the catalogue of attacks', () => {
  it('holds every number that a test carries', () => {
    expect(catalogue.size).toBeGreaterThan(100)
    expect([...tried].filter((number) => !catalogue.has(number))).toEqual([])
  })

  it('is tried by a test each, but for what is not built yet', () => {
    const untried = [...catalogue].filter((number) => !tried.has(number))
    expect(untried.toSorted()).toEqual(Object.keys(NOT_YET).toSorted())
  })
})
