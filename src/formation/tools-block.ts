/**
 * Reads the `tools` of a server's file: what users are shown of a server that tells nobody its tools without a credential. A model is
 * given them as they stand, so they are checked as strictly as all else.
 */
import { z } from 'zod'
import { checkBlock } from './check-block.ts'
import type { DeclaredTool } from './formation.ts'
import type { Problems } from './problems.ts'
import type { YamlFile } from './yaml/file.ts'

/** As many as the largest real server has, and room. */
const MOST_TOOLS = 256
const MOST_DESCRIPTION_CHARACTERS = 4_096

/** Names as MCP has them (2025-11-25, tools, tool names). */
const NAME = /^[A-Za-z0-9_./-]{1,128}$/

const PLACEHOLDER = '${{'

/** The schema of one argument. */
const argumentSchema = z.custom<Readonly<Record<string, unknown>> | boolean>(
  (value) =>
    typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value)),
  'must be a schema: a block of fields, or true or false.',
)

/** A JSON Schema of an object, as far as it decides whether a tool can be called. */
const objectSchema = z.looseObject({
  type: z.custom<'object'>((type) => type === 'object', 'must be "object".').optional(),
  properties: z.record(z.string(), argumentSchema).optional(),
  required: z.array(z.string()).optional(),
})

const schema = z
  .array(
    z.strictObject({
      name: z
        .string()
        .refine(
          (name) => NAME.test(name),
          'must be 1 to 128 letters, digits, dots, dashes, slashes or underscores.',
        ),
      description: z
        .string()
        .min(1)
        .refine(
          (text) => text.length <= MOST_DESCRIPTION_CHARACTERS,
          `must have at most ${MOST_DESCRIPTION_CHARACTERS} characters.`,
        ),
      inputSchema: objectSchema.optional(),
    }),
  )
  .min(1)
  .max(MOST_TOOLS)

const FIELDS = ['name', 'description', 'inputSchema']

/** Reads the block; none where the file has none. Problems are noted. */
export function readDeclaredTools(file: YamlFile, problems: Problems): readonly DeclaredTool[] {
  const value = file.root['tools']
  if (value === undefined) return []
  const tools = checkBlock(schema, value, file, ['tools'], FIELDS, problems) ?? []
  const names = new Set<string>()
  tools.forEach(({ name, inputSchema, ...rest }, index) => {
    const at = ['tools', index]
    if (names.has(name))
      problems.add(file.placeOf([...at, 'name']), 'is the name of another tool of this list.')
    names.add(name)
    const missing = inputSchema?.required?.findIndex((field) => !hasProperty(inputSchema, field)) ?? -1
    if (missing >= 0) {
      const place = file.placeOf([...at, 'inputSchema', 'required', missing])
      problems.add(place, 'is none of the properties.')
    }
    if (JSON.stringify({ inputSchema, ...rest }).includes(PLACEHOLDER))
      problems.add(file.placeOf(at), 'is shown to models and cannot hold placeholders.')
  })
  return tools.map(({ name, description, inputSchema }) => ({
    name,
    description,
    inputSchema: { type: 'object', properties: {}, ...inputSchema },
  }))
}

function hasProperty({ properties }: z.output<typeof objectSchema>, field: string): boolean {
  return properties !== undefined && Object.hasOwn(properties, field)
}
