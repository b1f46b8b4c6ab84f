/** What the documents show works: their TypeScript compiles, their formations are read, their commands and links are there. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { readFormation } from '../../src/formation/read.ts'
import { compileSnippets, readSnippets, type Snippet } from './snippets.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const DOCUMENTS = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]
const texts = DOCUMENTS.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
const documents = texts.map(({ text }) => text).join('\n')
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly exports: Parameters<typeof compileSnippets>[1]
  readonly scripts: Readonly<Record<string, string>>
}
// Of one text made of all, so that the line of each snippet is its own.
const snippets = readSnippets(documents)
const folder = mkdtempSync(join(tmpdir(), 'keyturn-readme-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ofLanguage = (...languages: string[]): Snippet[] =>
  snippets.filter(({ language }) => languages.includes(language))

describe('the README', () => {
  it('is short enough to be read to its end', () => {
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8').split('\n').length).toBeLessThanOrEqual(201)
  })
})

describe('the documents', () => {
  it('shows TypeScript that compiles against the package', () => {
    const typescript = ofLanguage('ts', 'typescript')
    expect(typescript.length).toBeGreaterThan(0)
    expect(compileSnippets(typescript, manifest.exports)).toEqual([])
  }, 120_000)

  it('shows formations that Keyturn reads', async () => {
    // As the page on MCP servers says where it shows one at this machine.
    vi.stubEnv('KEYTURN_ALLOW_LOOPBACK', '1')
    // A file starts with its name: `# formation.afs`, `# mcp/github.afs`. A later one of the same name is another formation.
    const named = ofLanguage('yaml').flatMap(({ text }) => {
      const name = /^# ([\w/-]+\.afs)/.exec(text)?.[1]
      return name === undefined ? [] : [{ name, text }]
    })
    const roots = named.filter(({ name }) => name === 'formation.afs')
    const servers = named.filter(({ name }) => name.startsWith('mcp/'))
    expect(roots.length).toBeGreaterThan(0)
    for (const [index, formation] of roots.entries()) {
      const root = join(folder, String(index))
      for (const { name, text } of [formation, ...servers]) {
        mkdirSync(dirname(join(root, name)), { recursive: true })
        writeFileSync(join(root, name), text)
      }
      const read = await readFormation(join(root, 'formation.afs'))
      expect(read.servers).toHaveLength(new Set(servers.map(({ name }) => name)).size)
    }
    vi.unstubAllEnvs()
  })

  it('tells of commands that are there', () => {
    const commands = ofLanguage('sh', 'bash')
      .map(({ text }) => text)
      .join('\n')
    const scripts = [...commands.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name ?? '')
    expect(scripts.length).toBeGreaterThan(0)
    expect(scripts.filter((name) => manifest.scripts[name] === undefined)).toEqual([])
  })

  it('links to files that are there', () => {
    const links = texts.flatMap(({ path: from, text }) => {
      const prose = text.replaceAll(/```[^]*?```/g, '')
      return [...prose.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)].map(([, to]) =>
        join(dirname(from), to ?? ''),
      )
    })
    expect(links.length).toBeGreaterThan(5)
    expect(links.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })
})

describe('a snippet', () => {
  it('that does not compile, or names what the package does not have, is found with its line', () => {
    const texts = [
      `import { openKeyturn } from 'keyturn'\nconst a: number = openKeyturn\n`,
      `import { openSesame } from 'keyturn'\n`,
      `import { a } from 'keyturn/nowhere'\n`,
      `const = 1\n`,
    ]
    const bad = texts.map((text, index) => ({ language: 'ts', text, line: (index + 1) * 10 }))
    const said = compileSnippets(bad, manifest.exports)
    expect(said.find((line) => line.startsWith('line 11: '))).toMatch(/not assignable to type 'number'/)
    expect(said.find((line) => line.startsWith('line 20: '))).toMatch(/openSesame/)
    expect(said.find((line) => line.startsWith('line 30: '))).toMatch(/Cannot find module/)
    expect(said.some((line) => line.startsWith('line 40: '))).toBe(true)
  }, 120_000)

  it('is read with its language and line, wherever it stands', () => {
    expect(readSnippets('# A\n\n```ts\nconst a = 1\n```\ntext\n```\nplain\n```\n')).toEqual([
      { language: 'ts', text: 'const a = 1\n', line: 4 },
      { language: '', text: 'plain\n', line: 8 },
    ])
  })
})
