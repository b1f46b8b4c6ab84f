/**
 * Reads `${{ secrets.NAME }}` and `${{ user.credentials.SERVICE[.field] }}` out of configured texts.
 *
 * Only texts of the formation's own files come here, once, at the start: what a user, a model or a tool writes is never read
 * for placeholders, and what a placeholder turns into is never read again.
 */
import type { Place, ServiceId, Template, TemplatePart } from './formation.ts'
import { normalizeServiceId } from './service-id.ts'

/** What became of a text: a template, or why it is none (a predicate without any of the text). */
export type TemplateResult =
  { readonly ok: true; readonly template: Template } | { readonly ok: false; readonly message: string }

const SECRET = /^secrets\.([A-Za-z_][A-Za-z0-9_]{0,127})$/
const CREDENTIAL = /^user\.credentials\.([A-Za-z0-9_-]{1,80})(?:\.([A-Za-z][A-Za-z0-9_]{0,63}))?$/

/** Almost a placeholder: braces round our names without the `${{` that makes them one. */
const ALMOST = /\{\s*(?:user\s*\.\s*credentials|secrets)\b/i

const SHAPES = '`${{ secrets.NAME }}` or `${{ user.credentials.SERVICE }}`'

/** Cuts a configured text into its parts. */
export function parseTemplate(text: string, place: Place): TemplateResult {
  const parts: TemplatePart[] = []
  let rest = text
  for (;;) {
    const start = rest.indexOf('${{')
    const plain = start === -1 ? rest : rest.slice(0, start)
    if (ALMOST.test(plain)) {
      return { ok: false, message: `holds something that is almost a placeholder; write ${SHAPES}.` }
    }
    if (plain !== '') parts.push(plainPart(plain))
    if (start === -1) return { ok: true, template: { parts, place } }
    const end = rest.indexOf('}}', start)
    if (end === -1) return { ok: false, message: 'holds a `${{` without its `}}`.' }
    const part = readPlaceholder(rest.slice(start + 3, end).trim())
    if (part === undefined) return { ok: false, message: `holds an unknown placeholder; write ${SHAPES}.` }
    parts.push(part)
    rest = rest.slice(end + 2)
  }
}

/** A part that holds this text and no placeholder. */
export function plainPart(text: string): TemplatePart {
  return { kind: 'text', text: () => text }
}

/** The user credentials a template needs, in order; `field` is nothing where the whole credential is meant. */
export function credentialParts(
  template: Template,
): readonly { readonly service: ServiceId; readonly field: string | undefined }[] {
  return template.parts.filter((part) => part.kind === 'credential')
}

/** Whether a template holds any placeholder of a kind. */
export function hasPart(template: Template, kind: TemplatePart['kind']): boolean {
  return template.parts.some((part) => part.kind === kind)
}

/** The text of a template without placeholders; nothing for one that has any. */
export function plainText(template: Template): string | undefined {
  let text = ''
  for (const part of template.parts) {
    if (part.kind !== 'text') return undefined
    text += part.text()
  }
  return text
}

function readPlaceholder(inside: string): TemplatePart | undefined {
  const secret = SECRET.exec(inside)?.[1]
  if (secret !== undefined) return { kind: 'secret', name: secret }
  const credential = CREDENTIAL.exec(inside)
  const service = credential?.[1] === undefined ? undefined : normalizeServiceId(credential[1])
  if (service === undefined) return undefined
  const field = credential?.[2]?.toLowerCase()
  if (field === 'constructor' || field === 'prototype') return undefined
  return { kind: 'credential', service, field }
}
