/** How a value is spelled, and the few steps that spellings are made of. */
export type Spell = (value: string) => string

export const bytesOf = (value: string): number[] => [...Buffer.from(value)]

/** Each byte by itself. */
export const each =
  (change: (code: number, at: number) => string, parting = ''): Spell =>
  (value) =>
    bytesOf(value).map(change).join(parting)

export const hex = (code: number, width = 2): string => code.toString(16).padStart(width, '0')
export const base64: Spell = (value) => Buffer.from(value).toString('base64')
export const inHex: Spell = (value) => Buffer.from(value).toString('hex')
export const percent: Spell = each((code) => `%${hex(code).toUpperCase()}`)
export const reversed: Spell = (value) => [...value].reverse().join('')

/** Some after others, the first first. */
export const chain =
  (...spells: readonly Spell[]): Spell =>
  (value) =>
    spells.reduce((text, spell) => spell(text), value)

/** Only some characters, as somebody would who hides the signs. */
export const only =
  (which: RegExp, change: (code: number) => string): Spell =>
  (value) =>
    value.replace(which, (character) => change(character.charCodeAt(0)))

/** In bits, most significant first. */
export function bitsOf(value: string): string {
  return bytesOf(value)
    .map((code) => code.toString(2).padStart(8, '0'))
    .join('')
}
