/** What a bare value's looks say about whose it is, before it is sent anywhere. */
import type { ServiceId } from '../../../formation/formation.ts'
import { RunMemory, SLUG, isOf } from '../text/characters.ts'
import { CHECKSUMS } from './checksum.ts'
import type { Family } from '../../families/family.ts'
import { FAMILIES } from '../../families/index.ts'
import type { Kind } from '../../finding.ts'
import { readToken, type Candidate } from './token.ts'

/** A value's shape: whose it is, what it is, and whether its check digits fit. */
export interface Shape {
  /** Absent for forms that many services share. */
  readonly service: ServiceId | undefined
  readonly kind: Kind
  /** `bad`: a character is missing or mistyped. `none`: this form carries no check digits. */
  readonly checksum: 'good' | 'bad' | 'none'
}

/**
 * The shape of a whole value (blanks around it do not matter); undefined where its looks say nothing.
 *
 * `rules` are a formation's own; of two that fit equally well theirs is the one.
 */
export function shapeOf(value: string, rules: readonly Family[] = []): Shape | undefined {
  const token = value.trim()
  let best: { candidate: Candidate; shape: Shape } | undefined
  for (const family of [...rules, ...FAMILIES]) {
    if (family.isAllowed === true || !token.startsWith(family.prefix)) continue
    const candidate = readToken(token, family, 0, new RunMemory(token))
    if (candidate === undefined || candidate.end !== token.length) continue
    if (best !== undefined && best.candidate.weight >= candidate.weight) continue
    const fits = family.checksum === undefined ? undefined : CHECKSUMS[family.checksum](token)
    const checksum = fits === undefined ? 'none' : fits ? 'good' : 'bad'
    best = { candidate, shape: { service: candidate.service ?? family.service, kind: family.kind, checksum } }
  }
  return best?.shape
}

const SHAPED_SERVICES: ReadonlySet<ServiceId> = new Set(FAMILIES.flatMap((family) => family.service ?? []))

/** Tells whether credentials of a service can be told by their looks. */
export function hasKnownShape(service: ServiceId): boolean {
  return SHAPED_SERVICES.has(service)
}

/** The families of a service's tokens, by any of the ids that it goes by: what its tokens begin with, and how long they are. */
export function tokenFamilies(
  services: readonly ServiceId[],
  rules: readonly Family[] = [],
): readonly Family[] {
  return [...rules, ...FAMILIES].filter(({ service }) => service !== undefined && services.includes(service))
}

/** Letters in one case or capitalised, hyphenated or not: `notifications`, `Multi-tenant`. No run of a drawn token is one. */
const PLAIN_WORDS = /^(?:[A-Z]?[a-z]{1,23}|[A-Z]{1,23})(?:[-_](?:[A-Z]?[a-z]{1,23}|[A-Z]{1,23}))*$/

/**
 * The length of the longest run of token characters (`A-Za-z0-9_-`) that is not a plain word.
 *
 * While a credential with a known shape is awaited, text whose longest run is under 12 is an ordinary message.
 */
export function longestTokenRun(text: string): number {
  let longest = 0
  for (let at = 0; at < text.length;) {
    let end = at
    while (end < text.length && isOf(text, end, SLUG)) end++
    if (end - at > longest && !PLAIN_WORDS.test(text.slice(at, Math.min(end, at + 128)))) longest = end - at
    at = end + 1
  }
  return longest
}
