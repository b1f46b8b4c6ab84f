/** Reads private keys in text form, whole or cut off. */
import { BASE64, runEnd } from '../text/characters.ts'
import type { Candidate } from '../tokens/token.ts'

const PEM_HEAD = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----/y
const PEM_TAIL = /-----END (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g
/** What a key block consists of, escaped line breaks, quotes and mail quoting included. */
const PEM_BODY = /(?:[A-Za-z0-9+/=\s:,.\-_()"'>|]|\\[nrt\\])*/y
/** Nothing is a key that does not go on with base64 or with a header line. */
const PEM_FIRST = /(?:[\s"'>|]|\\[nrt\\]){0,16}[A-Za-z0-9+/=]{4}/y
const LONGEST_PEM = 20_000

/** A private key (RFC 7468, OpenSSH, OpenPGP), also without its last line: a cut-off paste is a leak too. */
export function readPem(text: string, start: number): Candidate | undefined {
  PEM_HEAD.lastIndex = start
  if (!PEM_HEAD.test(text)) return undefined
  const head = PEM_HEAD.lastIndex
  PEM_FIRST.lastIndex = head
  if (!PEM_FIRST.test(text)) return undefined
  PEM_BODY.lastIndex = head
  // Up to the next block only: many first lines without a body must not be read over and over.
  const nextBlock = text.indexOf('-----BEGIN', head)
  const block = text.slice(0, Math.min(head + LONGEST_PEM, nextBlock === -1 ? Infinity : nextBlock))
  PEM_BODY.test(block)
  const bodyEnd = PEM_BODY.lastIndex
  PEM_TAIL.lastIndex = head
  const tail = PEM_TAIL.exec(block.slice(0, bodyEnd + 80))
  let end = tail === null ? lastKeyLine(text, head, bodyEnd) : PEM_TAIL.lastIndex
  if (tail === null && text.startsWith('-----', end)) end += 5
  const body = text.slice(head, end)
  if (body.replace(/[^A-Za-z0-9+/]/g, '').length < 40 || /\.\.\.|…|\*{4}|x{8}|YOUR/i.test(body.slice(0, 200)))
    return undefined
  const value = text.slice(start, end).replaceAll('\\n', '\n')
  return { start, end, value, service: undefined, kind: 'private key', certainty: 'shape', weight: 4 }
}

/** Without a last line the key goes as far as its lines look like base64. */
function lastKeyLine(text: string, from: number, to: number): number {
  let end = from
  const line = /(?:^|\n|\\n)[>|\s"']*([A-Za-z0-9+/=]{16,}|[A-Za-z-]+: [^\n]*|)/g
  line.lastIndex = from
  for (let match = line.exec(text.slice(0, to)); match !== null; match = line.exec(text.slice(0, to))) {
    if ((match[1] ?? '') === '' && match[0].length < 2) break
    end = line.lastIndex
    if (match[0] === '') break
  }
  const run = runEnd(text, from, BASE64)
  return Math.max(end, run)
}
