/** What a row of the tables in this folder says: how tokens of one kind begin, what they consist of, and how long they are. */
import type { ServiceId } from '../../formation/formation.ts'
import type { CharacterMask } from '../find/text/characters.ts'
import type { ChecksumName } from '../find/tokens/checksum.ts'
import type { Kind } from '../finding.ts'

/** One kind of token that tells by its looks what it is. */
export interface Family {
  /** Absent for forms that many services share: private keys, for one. */
  readonly service: ServiceId | undefined
  readonly kind: Kind
  /** The literal it begins with, case as issued. */
  readonly prefix: string
  /** The characters behind the prefix. */
  readonly body: CharacterMask
  /** Body lengths in use today; empty where they vary. A longer run is taken whole, a slightly shorter one too. */
  readonly lengths: readonly number[]
  /** The shortest body taken for a token. By default a tenth, and at least three characters, below the real length. */
  readonly least: number
  /** The longest body; text behind it is not looked at. Default 4,096: formats grow. */
  readonly most: number
  /** The form of the whole token, sticky and linear, where a class and a length do not say enough. */
  readonly shape?: RegExp
  /** `word`: no ASCII letter, digit, `_` or `-` may stand before it. `any` for prefixes nothing else ends with. */
  readonly left: 'any' | 'word'
  /** For prefixes that ordinary names begin with too: the body must look drawn by lot. */
  readonly random: boolean
  readonly checksum?: ChecksumName
  /** Where the form is described. */
  readonly source: string
  /** What has this form is no secret: a formation says so. The prefix, behind it `least` to `most` characters of `body`. */
  readonly isAllowed?: true
}

/** What a row may say beyond its four columns. */
export interface FamilyExtras {
  readonly least?: number
  readonly most?: number
  readonly shape?: RegExp
  readonly left?: 'any' | 'word'
  readonly random?: boolean
  readonly checksum?: ChecksumName
}

/** One row: service, kind, prefix, body class, body length (or lengths; `[]` varies), extras. */
export type FamilyRow = readonly [
  service: ServiceId | undefined,
  kind: Kind,
  prefix: string,
  body: CharacterMask,
  length: number | readonly number[],
  extras?: FamilyExtras,
]

/** Fills the defaults of a table's rows, which share one source. */
export function families(source: string, rows: readonly FamilyRow[]): Family[] {
  return rows.map(([service, kind, prefix, body, length, extras = {}]) => {
    const lengths = typeof length === 'number' ? [length] : length
    const shortest = lengths.length > 0 ? Math.min(...lengths) : 20
    return {
      service,
      kind,
      prefix,
      body,
      lengths,
      least: Math.max(8, Math.min(shortest - 3, Math.floor(shortest * 0.9))),
      most: 4096,
      left: 'any',
      random: false,
      source,
      ...extras,
    }
  })
}
