/** A value spread over a structure. */
const cut = (value: string, size: number): string[] => value.match(new RegExp(`.{1,${size}}`, 'gs')) ?? []
const blocks = (pieces: readonly string[]) => ({ content: pieces.map((text) => ({ type: 'text', text })) })
const base64 = (text: string): string => Buffer.from(text).toString('base64')

export const STRUCTURES: Readonly<Record<string, (value: string) => unknown>> = {
  'letters under numbers': (value) => ({ ...[...value] }),
  'letters under names': (value) => Object.fromEntries([...value].map((sign, at) => [`c${at}`, sign])),
  'pieces of three': (value) => cut(value, 3),
  'pieces of four in blocks': (value) => blocks(cut(value, 4)),
  'pieces of five in blocks with words': (value) =>
    blocks(cut(value, 5).map((piece, at) => `part ${at}: ${piece}`)),
  'pieces of three in blocks with numbers': (value) => ({
    content: cut(value, 3).map((text, at) => ({ type: 'text', text, _meta: { at } })),
  }),
  'letters in blocks': (value) => blocks([...value]),
  'letters in rows': (value) => [...value].map((sign, at) => ({ at, sign })),
  keys: (value) => Object.fromEntries(cut(value, 4).map((piece) => [piece, true])),
  'keys and values': (value) =>
    Object.fromEntries((value.match(/.{1,8}/g) ?? []).map((piece) => [piece.slice(0, 4), piece.slice(4)])),
  'keys of nested objects': (value) =>
    cut(value, 4).reduceRight<unknown>((inner, piece) => ({ [piece]: inner }), 'end'),
  numbers: (value) => Object.fromEntries([...Buffer.from(value)].map((byte, at) => [`n${at}`, byte])),
  'numbers under numbers': (value) => ({ ...Buffer.from(value) }),
  'numbers in rows': (value) => [...Buffer.from(value)].map((byte) => ({ byte })),
  'a Buffer in JSON': (value) => Buffer.from(value).toJSON(),
  'two Buffers in JSON': (value) => [
    Buffer.from(value.slice(0, 9)).toJSON(),
    Buffer.from(value.slice(9, 18)).toJSON(),
  ],
  'a map of letters': (value) => new Map([...value].map((sign, at) => [at, sign])),
  'a map of pieces to pieces': (value) =>
    new Map(cut(value, 8).map((piece) => [piece.slice(0, 4), piece.slice(4)])),
  'a set of pieces': (value) => new Set(cut(value, 5)),
  'wide numbers': (value) => Uint32Array.from(Buffer.from(value)),
  'wide signed numbers': (value) => Int16Array.from(Buffer.from(value)),
  floats: (value) => Float64Array.from(Buffer.from(value)),
  'pieces in base64': (value) => cut(value, 6).map(base64),
  'pieces in base64 in blocks': (value) => blocks(cut(value, 9).map(base64)),
  'halves of base64 in blocks': (value) => blocks(cut(base64(value), 10)),
  'pieces of hexadecimal': (value) => cut(Buffer.from(value).toString('hex'), 6),
  'numbers as texts': (value) => [...Buffer.from(value)].map(String),
  'numbers of hexadecimal as texts': (value) =>
    [...Buffer.from(value)].map((byte) => `0x${byte.toString(16)}`),
  'rows of numbers': (value) => cut(value, 5).map((piece) => [...Buffer.from(piece)]),
  'pieces deep inside': (value) => cut(value, 6).map((piece, at) => ({ a: [{ b: { [`p${at}`]: piece } }] })),
  'a JSON text of letters': (value) => ({ text: JSON.stringify({ ...[...value] }) }),
  'entities over blocks': (value) =>
    blocks(cut([...value].map((sign) => `&#${sign.charCodeAt(0)};`).join(''), 18)),
  'full-width pieces': (value) =>
    cut(value, 4).map((piece) =>
      piece.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
    ),
}
