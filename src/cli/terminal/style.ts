/** Colour for people, none for pipes; and text of others made safe for a terminal. */

/** Puts a colour round a text. */
export type Paint = (text: string) => string

/** The colours the program uses, by what they mean. */
export interface Style {
  readonly strong: Paint
  readonly faint: Paint
  readonly good: Paint
  readonly weak: Paint
  readonly bad: Paint
  readonly name: Paint
}

/** What decides about colour. */
export interface ColourFacts {
  readonly isTerminal: boolean
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Whether to use colour: on a terminal that is not dumb, unless `NO_COLOR` is set to anything (no-color.org); `FORCE_COLOR` forces it. */
export function hasColour({ isTerminal, environment }: ColourFacts): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') return false
  const forced = environment['FORCE_COLOR'] ?? ''
  if (forced !== '') return forced !== '0'
  return isTerminal && environment['TERM'] !== 'dumb'
}

/** Makes the colours; every one of them leaves its text alone when there is to be none. */
export function createStyle(colour: boolean): Style {
  // Select Graphic Rendition: ECMA-48 §8.3.117.
  const paint =
    (open: number, close: number): Paint =>
    (text) =>
      colour && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text
  return {
    strong: paint(1, 22),
    faint: paint(2, 22),
    good: paint(32, 39),
    weak: paint(33, 39),
    bad: paint(31, 39),
    name: paint(36, 39),
  }
}

/**
 * A text that others chose, on one line and without anything a terminal would obey. The two joiners stay: names of some scripts
 * are not written without them, and no terminal obeys them.
 */
export function printable(text: string): string {
  return text.replace(/[^\P{C}\u200c\u200d]+|[\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

/** As `printable`, keeping line breaks and tabs. */
export function printableLines(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{C}\n\t]+|[\p{Zl}\p{Zp}]+/gu, ' ')
}

/** JSON of what others chose: the same value, with everything a terminal would obey, or show in another order, as an escape. */
export function printableJson(value: unknown): string {
  const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
  // By UTF-16 units, as JSON has them; line breaks and blanks between the members are our own.
  return JSON.stringify(value, undefined, 2).replace(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu, (signs) =>
    Array.from({ length: signs.length }, (_, at) => escaped(signs.charAt(at))).join(''),
  )
}
