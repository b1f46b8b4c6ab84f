/** Reads how a server over HTTP takes a credential: which headers, or which parameter of its address. */
import { z } from 'zod'
import { readTemplate } from './configured-text.ts'
import type { KeyCarrier, Template } from './formation.ts'
import type { Problems } from './problems.ts'
import type { YamlFile } from './yaml/file.ts'
import type { FieldPath } from './yaml/values.ts'

/** Names of header fields, as kept as they come in practice (RFC 9110 §5.1). */
const HEADER_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/

/** A parameter of an address that needs no encoding. */
const PARAMETER_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/

/** Headers that the connection or the protocol itself sets, or that say where a request came from. */
const TAKEN =
  /^(?:host|content-.*|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|accept(?:-encoding)?|cookie2?|mcp-.*|last-event-id|forwarded|via|x-forwarded-.*|x-real-ip|proxy-.*|sec-.*|origin|referer|date)$/i

/** Where an API key goes: one header, or one parameter of the address. */
export const CARRIER_FIELDS = { header: z.string().optional(), query: z.string().optional() } as const

/** Where the key goes; nothing where the block does not say. */
export function readCarrier(
  file: YamlFile,
  { header, query }: { readonly header?: string | undefined; readonly query?: string | undefined },
  problems: Problems,
): KeyCarrier | undefined {
  if (header !== undefined) {
    if (query !== undefined)
      problems.add(file.placeOf(['auth', 'query']), 'stands beside header; keep one of the two.')
    const fault = faultOfHeader(header)
    if (fault !== undefined) problems.add(file.placeOf(['auth', 'header']), fault)
    return { kind: 'header', name: header }
  }
  if (query === undefined) return undefined
  if (!PARAMETER_NAME.test(query))
    problems.add(file.placeOf(['auth', 'query']), 'must be a plain name, such as "api_key".')
  return { kind: 'query', name: query }
}

/** Reads a block of headers. */
export function readHeaders(
  file: YamlFile,
  path: FieldPath,
  block: Readonly<Record<string, string | number | boolean>>,
  problems: Problems,
): Record<string, Template> {
  const templates: Record<string, Template> = {}
  const seen = new Set<string>()
  for (const [name, value] of Object.entries(block)) {
    const at = [...path, name]
    const fault = seen.has(name.toLowerCase()) ? 'is given twice, in other letters.' : faultOfHeader(name)
    if (fault !== undefined) {
      problems.add(file.placeOf(at), fault)
      continue
    }
    seen.add(name.toLowerCase())
    const template = readTemplate(file, at, value, path[0] === 'auth' ? 'auth' : 'env', problems)
    if (template === undefined) continue
    // A value of our own in two lines would be two headers.
    if (template.parts.some((part) => part.kind === 'text' && /[^\t\x20-\x7e]/.test(part.text())))
      problems.add(file.placeOf(at), 'holds characters that a header cannot carry.')
    else templates[name] = template
  }
  return templates
}

function faultOfHeader(name: string): string | undefined {
  if (!HEADER_NAME.test(name)) return 'is no name of a header; use letters, digits, dashes and underscores.'
  return TAKEN.test(name) ? 'is a header that the connection itself sets; take it out.' : undefined
}
