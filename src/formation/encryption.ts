/**
 * The `encryption` block: where the root keys come from, and what is done with each.
 *
 * One key is given by `key`, `key_file` or `key_command`; several, as a rotation needs them, by `keys` with a state each.
 * Nothing is read or run here: that happens when the vault is opened.
 */
import { z } from 'zod'
import type { EncryptionSettings, KeySource, Template } from './formation.ts'
import type { Problems } from './problems.ts'
import { hasPart, parseTemplate } from './template.ts'
import { wholeNumber } from './whole-number.ts'
import type { YamlFile } from './yaml/file.ts'
import type { FieldPath } from './yaml/values.ts'

/** Fewest rounds of PBKDF2, as the brief asks; 600,000 for PBKDF2-HMAC-SHA-256 by default (OWASP Password Storage Cheat Sheet). */
export const ITERATIONS = { least: 100_000, usual: 600_000, most: 10_000_000 } as const

/** What a key of `keys` is for, as Google Tink names it; `disabled` is not even read. */
export const KEY_STATES = ['primary', 'decrypt-only', 'disabled'] as const

const MOST_KEYS = 10
const MOST_ARGUMENTS = 50
const LONGEST_ARGUMENT = 1_000

const keyFile = z
  .string()
  .refine((text) => text.trim() !== '' && !text.includes('\0'), 'is empty.')
  .refine((text) => !text.includes('${{'), 'is the path of a file and cannot hold placeholders.')

const keyCommand = z
  .custom<readonly string[]>(isCommand, 'must be a list: the program, then its arguments. No shell is used.')
  .refine(
    (command) => !command.some((part) => part.includes('${{')),
    'is run as it stands, readable by others on the machine, and cannot hold placeholders.',
  )

const keyEntry = z
  .strictObject({
    key: z.string().min(1).optional(),
    file: keyFile.optional(),
    command: keyCommand.optional(),
    state: z.enum(KEY_STATES),
  })
  .refine((entry) => countOf(entry.key, entry.file, entry.command) === 1, {
    error: 'must have exactly one of key, file and command.',
  })

const fields = z.strictObject({
  key: z.string().min(1).optional(),
  key_file: keyFile.optional(),
  key_command: keyCommand.optional(),
  keys: z
    .array(keyEntry)
    .max(MOST_KEYS)
    .refine(
      (keys) => keys.filter(({ state }) => state === 'primary').length === 1,
      'must hold exactly one key whose state is "primary".',
    )
    .optional(),
  salt: z.string().min(1).optional(),
  iterations: wholeNumber(ITERATIONS, ' rounds').optional(),
  derive_from_formation_id: z.boolean().optional(),
})

/** The `encryption` block. */
export const encryption = fields.refine(
  (block) => countOf(block.key, block.key_file, block.key_command, block.keys) <= 1,
  { error: 'must have only one of key, key_file, key_command and keys; a second key goes into keys.' },
)

/** Its fields by dotted path, for suggestions. */
export const ENCRYPTION_FIELDS: readonly string[] = [
  ...Object.keys(fields.shape),
  ...Object.keys(keyEntry.shape).map((name) => `keys.${name}`),
]

/** Reads the checked block at `path`, defaults filled in; what is wrong in a text is noted. */
export function readEncryption(
  file: YamlFile,
  path: FieldPath,
  block: z.output<typeof encryption>,
  problems: Problems,
): EncryptionSettings {
  const place = (...rest: FieldPath) => file.placeOf([...path, ...rest])
  const text = (given: string, ...rest: FieldPath) => readFormationText(given, place(...rest), problems)
  const { key, key_file, key_command, keys = [] } = block
  const sources: { readonly state: string; readonly source: KeySource | undefined }[] = keys.map(
    (entry, index) => ({
      state: entry.state,
      source:
        fileOrCommand(entry.file, entry.command, place('keys', index)) ??
        text(entry.key ?? '', 'keys', index, 'key'),
    }),
  )
  const single = fileOrCommand(
    key_file,
    key_command,
    place(key_file === undefined ? 'key_command' : 'key_file'),
  )
  const primary = single ?? (key === undefined ? undefined : text(key, 'key'))
  const ofState = (state: string) =>
    sources.flatMap((entry) => (entry.state === state && entry.source !== undefined ? [entry.source] : []))
  const salt = block.salt === undefined ? undefined : text(block.salt, 'salt')
  return {
    key: primary ?? ofState('primary')[0],
    decryptOnlyKeys: ofState('decrypt-only'),
    salt: salt?.text(),
    iterations: block.iterations ?? ITERATIONS.usual,
    deriveFromFormationId: block.derive_from_formation_id ?? false,
  }
}

function fileOrCommand(
  path: string | undefined,
  command: readonly string[] | undefined,
  place: KeySource['place'],
): KeySource | undefined {
  if (path !== undefined) return { kind: 'file', path, place }
  return command === undefined ? undefined : { kind: 'command', command, place }
}

function readFormationText(
  text: string,
  place: KeySource['place'],
  problems: Problems,
): { readonly kind: 'text'; readonly text: () => Template; readonly place: KeySource['place'] } | undefined {
  const result = parseTemplate(text, place)
  if (!result.ok) problems.add(place, result.message)
  else if (hasPart(result.template, 'credential')) {
    problems.add(place, "belongs to the formation and cannot hold a user's credential; use secrets.")
  } else return { kind: 'text', text: () => result.template, place }
  return undefined
}

function isCommand(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= MOST_ARGUMENTS &&
    value.every(
      (part) => typeof part === 'string' && part.length <= LONGEST_ARGUMENT && !part.includes('\0'),
    ) &&
    String(value[0]).trim() !== ''
  )
}

function countOf(...values: readonly unknown[]): number {
  return values.filter((value) => value !== undefined).length
}
