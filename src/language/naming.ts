/**
 * The new name in "rename my work account to Office": given back as it was typed.
 *
 * Where it stands is told by what stands before it ("to", "in", "为") or, where the verb comes last, behind it ("に", "कर दो").
 */
import type { Message, Word } from './word.ts'
import { is, isAccount } from './phrase.ts'

/** A new name and the words it is made of. */
export interface NewName {
  /** Null where a name was announced and none follows. */
  readonly name: string | null
  readonly words: ReadonlySet<Word>
}

/** The longest name, in characters. */
const MAX_NAME = 64
/** More words are no name. */
const MOST_WORDS = 6

/**
 * Reads the new name.
 *
 * @param words the words of the request
 * @param isSubject whether a word belongs to what is renamed
 * @param isCalled whether the verb is of the kind that the name follows without more ("call it X")
 */
export function readNewName(
  message: Message,
  words: readonly Word[],
  isSubject: (word: Word) => boolean,
  isCalled: boolean,
): NewName {
  const quoted = words.filter(({ quotation }) => quotation > 0)
  const last = quoted.filter(({ quotation }) => quotation === quoted.at(-1)?.quotation)
  if (
    last.length > 0 &&
    (last.some((word) => !isSubject(word)) ||
      last.length < quoted.length ||
      words.some((word) => word.quotation === 0 && isSubject(word)))
  )
    return named(message, last)
  const behind = words.findLastIndex((word, index) => is(word, 'toBehind') && index > 0)
  if (behind > 0 && !is(words[behind - 1], 'name', 'account', 'toBehind')) {
    let from = behind
    while (from > 0 && !isBarrier(words[from - 1])) from -= 1
    if (from < behind && words.slice(0, from).some(isSubject))
      return named(message, words.slice(from, behind))
  }
  const end = endOfSubject(words, isSubject, isCalled)
  const to = words.findIndex(
    (word, index) =>
      index >= end &&
      index > 0 &&
      (is(word, 'to') || isNameWord(words, index, end)) &&
      !(is(word, 'from') && isSubject(words[index + 1] ?? word) && !isAccount(words[index + 1] ?? word)),
  )
  if (to > 0) {
    const rest = trimEnd(words.slice(to + 1))
    return rest.length === 0
      ? { name: null, words: new Set(words.slice(to, to + 1)) }
      : named(message, rest, words[to])
  }
  if (!isCalled) return { name: null, words: new Set() }
  const verb = words.findLastIndex((word) => is(word, 'call', 'rename'))
  const rest = trimEnd(trimStart(words.slice(Math.max(end, verb + 1))))
  return rest.length === 0 ? { name: null, words: new Set() } : named(message, rest)
}

/** "Give X the name Y": the new name follows the word for it. */
const isNameWord = (words: readonly Word[], index: number, end: number): boolean =>
  is(words[index], 'name') &&
  index >= Math.max(end, 1) &&
  words[index + 1] !== undefined &&
  !is(words[index + 1], 'little', 'from', 'to', 'change')

/** Where what is renamed ends: "my work account", "mi cuenta de trabajo"; a name behind another is the new one. */
function endOfSubject(words: readonly Word[], isSubject: (word: Word) => boolean, isCalled: boolean): number {
  let end = words.findIndex((word) => isSubject(word) && !is(word, 'call', 'rename'))
  if (end < 0) return 0
  let hasName = false
  for (let at = end; at < words.length; at++) {
    const word = words[at]
    if (word === undefined) break
    if (isSubject(word)) {
      const isNext = isCalled && word.labels.length === 0 && is(words[at - 1], 'account')
      if (isAccount(word) && (hasName || isNext)) break
      hasName ||= isAccount(word)
      end = at + 1
    } else if (!is(word, 'little', 'from', 'mine') || (is(word, 'to') && hasName)) break
  }
  return end
}

/** What a name that stands before its verb begins behind. */
function isBarrier(word: Word | undefined): boolean {
  if (word === undefined || word.accounts.length > 0 || word.services.length > 0) return true
  return (
    is(word, 'name', 'little', 'account', 'to', 'mine', 'rename', 'change', 'from') && word.near.length === 0
  )
}

function trimStart(words: readonly Word[]): readonly Word[] {
  const from = words.findIndex(
    (word) => !is(word, 'little', 'it', 'conversation', 'courtesies', 'time', 'to'),
  )
  return from < 0 ? [] : words.slice(from)
}

/** Courtesies and the rest of a verb that was parted stand at the end. */
function trimEnd(words: readonly Word[]): readonly Word[] {
  let to = words.length
  while (
    to > 0 &&
    (is(words[to - 1], 'courtesies', 'toBehind', 'conversation') || isVerbAtEnd(words, to - 1))
  )
    to -= 1
  return words.slice(0, to)
}

const isVerbAtEnd = (words: readonly Word[], at: number): boolean =>
  at > 0 && is(words[at], 'rename', 'change') && !is(words[at], 'name')

function named(message: Message, words: readonly Word[], marker?: Word): NewName {
  const first = words[0]
  const last = words.at(-1)
  const all = new Set(marker === undefined ? words : [...words, marker])
  if (first === undefined || last === undefined || words.length > MOST_WORDS)
    return { name: null, words: new Set() }
  const name = message.source.slice(first.start, last.end).trim()
  return name === '' || name.length > MAX_NAME ? { name: null, words: all } : { name, words: all }
}
