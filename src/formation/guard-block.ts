/** Reads the `guard` block of `formation.afs`: what the guard leaves alone, each entry with a warning for what it opens. */
import { z } from 'zod'
import { checkBlock } from './check-block.ts'
import type { TokenShape } from './formation.ts'
import type { Problems, Warnings } from './problems.ts'
import { readTokenShape } from './token-shape.ts'
import type { YamlFile } from './yaml/file.ts'

const BLOCK = 'guard'
/** Shorter literals stand in too many texts. Characters. */
const SHORTEST_LITERAL = 4
const LONGEST_LITERAL = 512
const MOST_ENTRIES = 100
const GRAMMAR = /[[\]{}]/

const guard = z.strictObject({
  allow: z
    .array(
      z.string().superRefine((text, context) => {
        const fault = faultOf(text)
        if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
      }),
    )
    .max(MOST_ENTRIES)
    .optional(),
})

/** The entries of `guard.allow`; nothing where the block has problems, which are then noted. */
export function readGuard(file: YamlFile, problems: Problems, warnings: Warnings): TokenShape[] | undefined {
  const value = file.root[BLOCK] ?? {}
  const block = checkBlock(guard, value, file, [BLOCK], ['allow'], problems)
  if (block === undefined) return undefined
  return (block.allow ?? []).flatMap((text, index) => {
    const entry = readEntry(text)
    if (typeof entry === 'string') return []
    warnings.add(file.placeOf([BLOCK, 'allow', index]), warningFor(entry, text))
    return [entry]
  })
}

function faultOf(text: string): string | undefined {
  if (text.includes('${{')) return 'is a literal or a form and cannot hold placeholders.'
  const entry = readEntry(text)
  return typeof entry === 'string' ? entry : undefined
}

/** A form where it is written as one, else a literal; or what is wrong with it. */
function readEntry(text: string): TokenShape | string {
  if (GRAMMAR.test(text)) return readTokenShape(text)
  if (text.trim() !== text || text.length < SHORTEST_LITERAL || text.length > LONGEST_LITERAL)
    return `must be a literal of ${SHORTEST_LITERAL} to ${LONGEST_LITERAL} characters, or a form such as "acme_[A-Za-z0-9]{32}".`
  return { prefix: text, characters: [], shortest: 0, longest: 0 }
}

function warningFor({ characters }: TokenShape, text: string): string {
  if (characters.length > 0)
    return 'Whatever has this form is left in texts, logs and answers, a real token too. Allow literals where you can.'
  return `This literal of ${text.length} characters is left in texts, logs and answers. If it is a real token, revoke it.`
}
