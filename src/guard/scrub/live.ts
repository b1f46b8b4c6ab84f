/**
 * The forms in which a value we hold may turn up: as it is, and in the encodings of JSON, URLs, HTML, base64, and hex.
 *
 * Base64 has three, by where in a group of three bytes the value begins; of each only the characters that do not depend
 * on its neighbours are looked for.
 */

import { LEAST_PART } from './spellings.ts'

/** One text to look for. */
export interface Needle {
  readonly text: string
  /** Too short to be replaced inside a longer word. */
  readonly bounded: boolean
  /** Characters at both ends that still carry bits of the value: one in base64, none elsewhere. */
  readonly slack: RegExp | undefined
}

/** The shortest value that is looked for, in characters. */
export const SHORTEST_VALUE = 4
/** From this length on a value is replaced inside longer words too, in characters. */
const UNBOUNDED_LENGTH = 8
/** The shortest value whose base64 and hex forms are looked for, in bytes. */
const SHORTEST_ENCODED = 8

/** All forms of one value, longest first; none for a value shorter than 4 characters. */
export function needlesOf(value: string): Needle[] {
  if ([...value].length < SHORTEST_VALUE) return []
  const forms = new Set<string>([
    ...[value, ...jsonForms(value), ...urlForms(value), ...htmlForms(value)],
    ...(value.length < LEAST_PART ? escapedForms(value) : []),
  ])
  const needles: Needle[] = [...forms].map((text) => ({
    text,
    bounded: [...text].length < UNBOUNDED_LENGTH,
    slack: undefined,
  }))
  const bytes = Buffer.from(value, 'utf8')
  if (bytes.length >= SHORTEST_ENCODED) {
    const hex = bytes.toString('hex')
    for (const text of new Set([hex, hex.toUpperCase()]))
      needles.push({ text, bounded: false, slack: undefined })
    for (const text of base64Forms(bytes)) needles.push({ text, bounded: false, slack: /[A-Za-z0-9+/_=-]/ })
  }
  return needles.sort((a, b) => b.text.length - a.text.length)
}

function jsonForms(value: string): string[] {
  const plain = JSON.stringify(value).slice(1, -1)
  const ascii = plain.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const slashes = plain.replaceAll('/', '\\/')
  // A tool's JSON answer often travels as a string inside JSON.
  return [plain, ascii, slashes, JSON.stringify(plain).slice(1, -1)]
}

/** Every character escaped: of longer values `parts.ts` finds these. */
function escapedForms(value: string): string[] {
  const bytes = [...Buffer.from(value, 'utf8')]
  const units = Array.from({ length: value.length }, (_, at) => value.charCodeAt(at))
  const hex = (code: number, width: number): string => code.toString(16).padStart(width, '0')
  const forms = [
    bytes.map((byte) => `%${hex(byte, 2)}`),
    bytes.map((byte) => `\\x${hex(byte, 2)}`),
    units.map((unit) => `\\u${hex(unit, 4)}`),
    units.map((unit) => `&#${unit};`),
    units.map((unit) => `&#x${hex(unit, 1)};`),
  ].map((pieces) => pieces.join(''))
  return [...forms, ...forms.map((form) => form.replace(/[0-9a-f]{2,}/g, (digits) => digits.toUpperCase()))]
}

function urlForms(value: string): string[] {
  if (!value.isWellFormed()) return []
  const component = encodeURIComponent(value)
  const strict = component.replace(/[!'()*~]/g, (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`)
  const forms = [component, strict, encodeURI(value), new URLSearchParams({ v: value }).toString().slice(2)]
  return [...forms, ...forms.map((form) => form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))]
}

const ENTITIES = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' } as const

function htmlForms(value: string): string[] {
  const least = value.replace(/[&<>]/g, (unit) => entity(unit))
  const quoted = value.replace(/[&<>"]/g, (unit) => entity(unit))
  const named = value.replace(/[&<>"']/g, (unit) => entity(unit))
  const decimal = value.replace(/[&<>"']/g, (unit) =>
    unit === "'" || unit === '"' ? `&#${unit.charCodeAt(0)};` : entity(unit),
  )
  const mixed = value.replace(/[&<>"']/g, (unit) => (unit === "'" ? '&#39;' : entity(unit)))
  const hex = value.replace(/[&<>"']/g, (unit) => (unit === "'" ? '&#x27;' : entity(unit)))
  return [least, quoted, named, decimal, mixed, hex, hex.replaceAll('/', '&#x2F;')]
}

function entity(unit: string): string {
  return `&${ENTITIES[unit as keyof typeof ENTITIES]};`
}

function base64Forms(bytes: Buffer): Set<string> {
  const forms = new Set<string>()
  for (const offset of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    const core = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6))
    forms.add(core)
    forms.add(core.replaceAll('+', '-').replaceAll('/', '_'))
  }
  return forms
}
