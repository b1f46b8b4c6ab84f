/** The words of a command line as a shell, a program or a language might take them apart; none of them is interpreted. */
import type { Template } from './formation.ts'

/** With a mark for each placeholder, which only the start fills in. */
export const textWithMarks = ({ parts }: Template): string =>
  parts.map((part) => (part.kind === 'text' ? part.text() : '${}')).join('')

/** A word between whatever separates words. A drive of Windows belongs to its path. */
const WORD = /(?:[A-Za-z]:(?=[\\/]))?[^\s"'`;|&<>()[\],=:@]+/g

const QUOTED = /"([^"]*)"|'([^']*)'/g

/** The words of a text, and each quotation in it as a whole besides: it may be one word with blanks. */
export function wordsOf(text: string): string[] {
  const quoted = [...text.matchAll(QUOTED)].map(({ index, 1: double, 2: single }) => ({
    index,
    word: double ?? single ?? '',
  }))
  const words = [...text.matchAll(WORD)].map(({ index, 0: word }) => ({ index, word }))
  return [...quoted, ...words].sort((one, other) => one.index - other.index).map(({ word }) => word)
}

/** As a shell joins a word from pieces: `.key""turn`, `.key\turn`. */
export const withoutQuotes = (text: string): string => text.replaceAll(/["'`\\]/g, '')
