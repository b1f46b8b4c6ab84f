/** The answer to "what shall it be called?": the name alone, or with a few words that only say that it is one. */
import type { WordClass } from './word-class.ts'
import type { Message, Word } from './word.ts'
import { is } from './phrase.ts'
import type { Phrase } from './phrase.ts'
import type { Reading } from './reading.ts'

/** Words that may stand before the name. */
const BEFORE: readonly WordClass[] = [
  'courtesies',
  'call',
  'rename',
  'to',
  'it',
  'want',
  'me',
  'make',
  'use',
  'name',
  'yes',
  'change',
  'put',
  'give',
  'toBehind',
]
/** Words that may stand behind it. */
const BEHIND: readonly WordClass[] = ['courtesies', 'toBehind', 'call', 'rename', 'make']
/** A name has no more words. */
const MOST_WORDS = 4
/** The longest name, in characters. */
const MAX_NAME = 64

/** Reads the name; nothing where a sentence is said. */
export function readAnsweredName(message: Message, phrase: Phrase): Reading | undefined {
  const { words } = phrase
  const quoted = words.filter(({ quotation }) => quotation > 0)
  const said = quoted.length > 0 ? quoted : trim(words)
  const first = said[0]
  const last = said.at(-1)
  if (first === undefined || last === undefined || said.length > MOST_WORDS || phrase.isQuestion)
    return undefined
  const name = message.source.slice(first.start, last.end).trim()
  return name.length > MAX_NAME ? undefined : { kind: 'name', label: name }
}

function trim(words: readonly Word[]): readonly Word[] {
  let from = 0
  while (from < words.length - 1 && is(words[from], ...BEFORE)) from += 1
  let to = words.length
  while (to > from + 1 && is(words[to - 1], ...BEHIND)) to -= 1
  return words.slice(from, to)
}
