/** The one form of what stands in a text where a secret was: `[github token removed]`. */
import type { ServiceId } from '../formation/formation.ts'
import { KINDS, type Finding, type Kind } from './finding.ts'

/** Any marker, as `markerFor` writes it. */
export const MARKER = new RegExp(`\\[(?:[a-z][a-z0-9_.-]{0,31} )?(?:${KINDS.join('|')}) removed\\]`, 'g')

/** The marker for a secret of a service (`[github token removed]`), or of an unknown one (`[secret removed]`, `[password removed]`). */
export function markerFor(service: ServiceId | undefined, kind: Kind): string {
  if (service !== undefined && /^[a-z][a-z0-9_.-]{0,31}$/.test(service)) return `[${service} ${kind} removed]`
  return `[${kind === 'token' || kind === 'key' ? 'secret' : kind} removed]`
}

/** A text with its findings replaced by markers, and the findings it was given. */
export interface Redacted {
  readonly text: string
  readonly findings: readonly Finding[]
}

/** Replaces each finding by its marker. The findings must be those of this very text. */
export function redactFindings(text: string, findings: readonly Finding[]): Redacted {
  let redacted = ''
  let from = 0
  for (const finding of findings) {
    redacted += text.slice(from, finding.start) + markerFor(finding.service, finding.kind)
    from = finding.end
  }
  return { text: redacted + text.slice(from), findings }
}
