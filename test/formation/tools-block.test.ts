import { describe, expect, it } from 'vitest'
import { formationOf, problemsOf, server, SMALLEST } from './formation-source.ts'

const AUTH = ['auth:', '  token: "${{ user.credentials.GITHUB }}"']

const withTools = (...lines: readonly string[]): string => server(...AUTH, 'tools:', ...lines)

function faults(...lines: readonly string[]): readonly string[] {
  return problemsOf(SMALLEST, withTools(...lines)).map(
    ({ place, message, nearest }) =>
      `${place.file}:${place.line} ${place.field} ${message}${nearest === undefined ? '' : ` -> ${nearest}`}`,
  )
}

describe('the tools that a server’s file declares', () => {
  it('are read in their order, with a schema of no arguments where they have none', () => {
    const { servers } = formationOf(
      SMALLEST,
      withTools(
        '  - name: list_issues',
        '    description: Lists the issues of a repository.',
        '    inputSchema:',
        '      type: object',
        '      properties: { owner: { type: string, description: Who }, open: true }',
        '      required: [owner]',
        '      additionalProperties: false',
        '  - { name: whoami, description: Says who you are. }',
      ),
    )
    expect(servers[0]?.tools).toEqual([
      {
        name: 'list_issues',
        description: 'Lists the issues of a repository.',
        inputSchema: {
          type: 'object',
          properties: { owner: { type: 'string', description: 'Who' }, open: true },
          required: ['owner'],
          additionalProperties: false,
        },
      },
      { name: 'whoami', description: 'Says who you are.', inputSchema: { type: 'object', properties: {} } },
    ])
  })

  it('are none where the file has none', () => {
    expect(formationOf(SMALLEST, server(...AUTH)).servers[0]?.tools).toEqual([])
  })

  it.each([
    ['  - { description: x }', 'tools[0].name is missing.'],
    ['  - { name: a }', 'tools[0].description is missing.'],
    ['  - { name: "", description: x }', 'tools[0].name is empty.'],
    ['  - { name: a, description: "" }', 'tools[0].description is empty.'],
    [
      '  - { name: "a b", description: x }',
      'tools[0].name must be 1 to 128 letters, digits, dots, dashes, slashes or underscores.',
    ],
    [
      `  - { name: ${'a'.repeat(129)}, description: x }`,
      'tools[0].name must be 1 to 128 letters, digits, dots, dashes, slashes or underscores.',
    ],
    [
      `  - { name: a, description: ${'x'.repeat(4_097)} }`,
      'tools[0].description must have at most 4096 characters.',
    ],
    [
      '  - { name: a, description: x, input_schema: {} }',
      'tools[0].input_schema is not a known field. -> tools.inputSchema',
    ],
    [
      '  - { name: a, description: x, inputSchema: { type: string } }',
      'tools[0].inputSchema.type must be "object".',
    ],
    ['  - { name: a, description: x, inputSchema: [] }', 'tools[0].inputSchema must be a block of fields.'],
    [
      '  - { name: a, description: x, inputSchema: { properties: { a: 1 } } }',
      'tools[0].inputSchema.properties.a must be a schema: a block of fields, or true or false.',
    ],
    [
      '  - { name: a, description: x, inputSchema: { properties: {}, required: [b] } }',
      'tools[0].inputSchema.required[0] is none of the properties.',
    ],
    [
      '  - { name: a, description: "of ${{ secrets.TEAM }}" }',
      'tools[0] is shown to models and cannot hold placeholders.',
    ],
    [
      '  - { name: a, description: x, inputSchema: { properties: { a: { default: "${{ secrets.TEAM }}" } } } }',
      'tools[0] is shown to models and cannot hold placeholders.',
    ],
    ['  - a', 'tools[0] must be a block of fields.'],
  ])('are refused with their place: %s', (line, fault) => {
    expect(faults(line)).toEqual([`mcp/github.afs:8 ${fault}`])
  })

  it('are a list of one at least', () => {
    expect(faults('  name: a')).toEqual(['mcp/github.afs:7 tools must be a list.'])
    expect(faults('  []')).toEqual(['mcp/github.afs:7 tools must have at least 1 entries.'])
  })

  it('have each another name', () => {
    expect(faults('  - { name: a, description: x }', '  - { name: A, description: x }')).toEqual([])
    expect(faults('  - { name: a, description: x }', '  - { name: a, description: y }')).toEqual([
      'mcp/github.afs:9 tools[1].name is the name of another tool of this list.',
    ])
  })

  it('under a misspelt name are warned of', () => {
    const { warnings } = formationOf(SMALLEST, server(...AUTH, 'tool:', '  - { name: a, description: x }'))
    expect(warnings.map(({ place, message }) => `${place.field} ${message}`).join('\n')).toMatch(
      /^tool .*tools/,
    )
  })
})
