import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFormation } from '../../src/formation/parse.ts'
import { FormationError } from '../../src/formation/problems.ts'
import { normalizeServiceId } from '../../src/formation/service-id.ts'
import { parseTemplate } from '../../src/formation/template.ts'
import { DIRECTORY } from './formation-source.ts'

/** Reads; a refusal must be ours, quick, and every problem of it must have a place. */
function readOrRefuse(files: Record<string, string>): void {
  const startedAt = performance.now()
  try {
    parseFormation({ files, directory: DIRECTORY })
  } catch (error) {
    if (!(error instanceof FormationError)) throw error
    expect(error.problems.length).toBeGreaterThan(0)
    for (const { place, message } of error.problems) {
      expect(Object.keys(files).concat('formation.afs')).toContain(place.file)
      expect(place.line).toBeGreaterThanOrEqual(1)
      expect(message).not.toBe('')
      expect(error.message).toContain(`${place.file}:${place.line}: `)
    }
  }
  expect(performance.now() - startedAt).toBeLessThan(1_000)
}

const word = fc.constantFrom(
  ...[
    'user_credentials',
    'mode',
    'dynamic',
    'redirect',
    'link',
    'encryption',
    'key',
    'salt',
    'iterations',
    'auth',
    'type',
  ],
  ...[
    'bearer',
    'env',
    'basic',
    'oauth2',
    'token',
    'accept_inline',
    'credential',
    'hosts',
    'check',
    'url',
    'identity',
    'args',
  ],
  ...[
    'command',
    'id',
    'schema',
    '1.0.0',
    'prompts',
    'trusted_proxies',
    '10.0.0.0/8',
    'https://a.example.com',
    '__proto__',
  ],
  ...[
    '${{ user.credentials.GITHUB }}',
    '${{ secrets.X }}',
    '${{',
    'GITHUB_TOKEN',
    'constructor',
    'toString',
    'hasOwnProperty',
  ],
)
const scalar = fc.oneof(word, fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null))
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('tree'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(word, fc.string()), tie('tree'), { maxKeys: 6 }),
  ),
}))
const yamlPiece = fc.oneof(
  word,
  fc.constantFrom(
    ...[
      ':',
      ': ',
      '\n',
      '\n  ',
      '\n    ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      "'",
      '|',
      '>',
      '&a',
      '*a',
      '!t',
      '#',
      '\t',
      '?',
      '%',
      '---',
    ],
  ),
)

describe('whatever the files say', () => {
  it('any text is read or refused with places', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.string({ maxLength: 200 }),
        (main, server) => readOrRefuse({ 'formation.afs': main, 'mcp/s.afs': server }),
      ),
      { numRuns: 300 },
    )
  })

  it('any sequence of YAML pieces is read or refused with places', () => {
    const text = fc.array(yamlPiece, { maxLength: 60 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(text, text, (main, server) => readOrRefuse({ 'formation.afs': main, 'mcp/s.afs': server })),
      { numRuns: 500 },
    )
  })

  it('any structure of any types in our blocks is read or refused with places', () => {
    fc.assert(
      fc.property(tree, tree, tree, (settings, auth, credential) =>
        readOrRefuse({
          'formation.afs': JSON.stringify({ user_credentials: settings }),
          'mcp/s.afs': JSON.stringify({ id: 's', command: 'npx', auth, credential }),
        }),
      ),
      { numRuns: 500 },
    )
  })

  it('any structure as a whole file is read or refused with places', () => {
    fc.assert(
      fc.property(tree, tree, (main, server) =>
        readOrRefuse({ 'formation.afs': JSON.stringify(main), 'mcp/s.afs': JSON.stringify(server) }),
      ),
      { numRuns: 300 },
    )
  })

  it('a template is its own text again when its parts are written out', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), word), { maxLength: 8 }), (pieces) => {
        const text = pieces.join('')
        const result = parseTemplate(text, { file: 'f', line: 1, field: 'x' })
        if (!result.ok || text.includes('${{')) return
        expect(result.template.parts.map((part) => (part.kind === 'text' ? part.text() : '')).join('')).toBe(
          text,
        )
      }),
    )
  })

  it('normalising a service twice is normalising it once', () => {
    const part = fc.constantFrom('GITHUB', '_TOKEN', '_KEY', '_API_KEY', '_api_key', 'x', '-', '1', 'ß')
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 6 }).map((parts) => parts.join('')),
        (name) => {
          const once = normalizeServiceId(name)
          if (once !== undefined) expect(normalizeServiceId(once)).toBe(once)
        },
      ),
    )
  })
})
