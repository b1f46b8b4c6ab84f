/** Requests for another name: "rename my work account to Office", "call it home", "take the label off". */
import type { Order } from './choosing.ts'
import type { WordClass } from './word-class.ts'
import type { Message, Word } from './word.ts'
import { readNewName } from './naming.ts'
import { is, kinds, Phrase } from './phrase.ts'
import type { Reading, Situation } from './reading.ts'
import { findTarget, isTarget, TARGET } from './target.ts'

const AROUND: readonly WordClass[] = [
  'help',
  'need',
  'have',
  'use',
  'want',
  'me',
  'you',
  'yes',
  'to',
  'toBehind',
  'conversation',
  'name',
  'asking',
  'another',
  'time',
]
const RENAMING = kinds(...TARGET, ...AROUND, 'rename', 'call', 'change', 'make', 'put', 'give')
const UNLABELLING = kinds(...TARGET, ...AROUND, 'remove', 'not', 'disconnect')

/** Reads a wish for another name; nothing for any other message. */
export function readRename(
  message: Message,
  phrase: Phrase,
  situation: Situation,
  order: Order,
): Reading | undefined {
  const unlabelled = readUnlabel(phrase, situation, order)
  if (unlabelled !== undefined) return unlabelled
  const isCalled = phrase.has('call')
  const isNamed = phrase.has('name') && phrase.has('change', 'make', 'put', 'give', 'rename', 'toBehind')
  const isWished = phrase.has('name') && phrase.has('another') && phrase.has('need', 'want', 'have', 'use')
  if (!phrase.has('rename') && !isCalled && !isNamed && !isWished) return undefined
  // What stands in quotation marks is the name, whatever its words mean.
  const isOtherwise = phrase.words.some(
    (word) => word.quotation === 0 && is(word, 'not', 'remove', 'connect'),
  )
  if (
    isOtherwise ||
    phrase.asks('what', 'why', 'who') ||
    (phrase.has('put') && phrase.has('another') && !isWished)
  )
    return undefined
  const isSubject = (word: Word): boolean =>
    word.quotation === 0 &&
    (isTarget(word) ||
      is(word, 'account', 'credential') ||
      (is(word, 'it') && situation.spoken !== null && !is(word, 'little')))
  const verb = phrase.words.find((word) => is(word, 'call'))
  const { name, words } = readNewName(message, phrase.words, isSubject, isCalled || verb !== undefined)
  const request = new Phrase(
    phrase.words.filter((word) => !words.has(word)),
    phrase.isQuestion,
  )
  if (request.rest(RENAMING, isTarget).length > 0) return undefined
  const target = findTarget(request, situation, order)
  const { service, accounts, by, near } = target
  if (by === 'nothing' || (by === 'it' && name === null)) return undefined
  if (
    (by === 'noun' || by === 'service') &&
    !request.has('account', 'credential') &&
    !(by === 'service' && name !== null && request.has('rename'))
  )
    return undefined
  if (by === 'noun' && (situation.accounts.length === 0 || !request.has('mine', 'it', 'name')))
    return undefined
  if (accounts !== null && accounts.length === 0) return undefined
  return {
    kind: 'rename',
    service,
    accounts,
    label: name,
    ...(name === null ? { unfinished: true } : {}),
    ...(near ? { near: true } : {}),
  }
}

function readUnlabel(phrase: Phrase, situation: Situation, order: Order): Reading | undefined {
  if (!phrase.has('remove') || !phrase.words.some((word) => is(word, 'name'))) return undefined
  if (phrase.has('not') || phrase.rest(UNLABELLING, isTarget).length > 0) return undefined
  const { service, accounts, by, near } = findTarget(phrase, situation, order)
  if (by !== 'account' && by !== 'it' && !phrase.has('account')) return undefined
  return { kind: 'rename', service, accounts, label: null, ...(near ? { near: true } : {}) }
}
