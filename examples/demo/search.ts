/** Looks for tokens where none may be: every byte of the demo's own files, what its model was sent, what a host would keep. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One place that was searched, and how often a token was found in it. */
export interface Searched {
  readonly place: string
  readonly bytes: number
  readonly found: number
}

/** Searches the files under a folder and some texts for tokens, plain and in base64, hex, and reversed. */
export function searchForTokens(
  tokens: readonly string[],
  directory: string,
  texts: Readonly<Record<string, string>>,
): Searched[] {
  const needles = tokens.flatMap(formsOf)
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return [
    ...files.map((file) => search(file.slice(directory.length + 1), readFileSync(file), needles)),
    ...Object.entries(texts).map(([place, text]) => search(place, Buffer.from(text, 'utf8'), needles)),
  ]
}

function search(place: string, bytes: Buffer, needles: readonly Buffer[]): Searched {
  return { place, bytes: bytes.byteLength, found: needles.filter((needle) => bytes.includes(needle)).length }
}

/** The token itself and what it becomes when something passes it on: base64 at its three alignments, hex, reversed. */
function formsOf(token: string): Buffer[] {
  const bytes = Buffer.from(token, 'utf8')
  const shifted = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    return encoded.slice(shift === 0 ? 0 : 4, -4)
  })
  const forms = [token, ...shifted, bytes.toString('hex'), [...token].reverse().join('')]
  return forms.map((form) => Buffer.from(form, 'utf8'))
}
