/** What a message says, once its words are known: an answer to the open question, else a request, else nothing for us. */
import { readAdd, readNamedOffer } from './adding.ts'
import { readAnswer, readUnmistakable } from './answers.ts'
import type { Order } from './choosing.ts'
import { readHelp } from './help.ts'
import type { WordClass } from './word-class.ts'
import { readListing } from './listing.ts'
import { readManagement } from './managing.ts'
import type { Message, Word } from './word.ts'
import { isOthersWords } from './matter.ts'
import { readUse } from './needing.ts'
import { is, isAccount, isUnknown, Phrase } from './phrase.ts'
import type { Reading, Situation } from './reading.ts'
import { readRename } from './renaming.ts'
import { readAnsweredName } from './answered-name.ts'
import { scriptOf } from './tokens.ts'

/** Reads a message in the light of the open question. */
export function readMessage(message: Message, situation: Situation, order: Order): Reading {
  const { question, armed } = situation
  const whole = Phrase.of(message)
  if (whole.isEmpty) return readFaces(message, situation)
  if (question !== 'none') {
    const answer = armed ? readAnswer(whole, situation, order) : readUnmistakable(whole, situation, order)
    if (answer !== undefined && answer.kind !== 'unsure') return answer
    const labelled = armed && question === 'add' ? readNamedOffer(message, whole, situation) : undefined
    if (labelled !== undefined) return labelled
    const refused = armed && !whole.isQuestion ? readRefusal(whole) : undefined
    if (refused !== undefined) return refused
    if (question === 'name' && armed) {
      const named = readHelp(whole, situation, order) ?? readAnsweredName(message, whole)
      if (named !== undefined) return named
    }
  }
  const request = readRequest(message, whole, situation, order)
  if (request !== undefined) return request
  if (question === 'none' || !armed) return { kind: 'none' }
  return isLittleSaid(whole) ? { kind: 'unsure' } : { kind: 'none' }
}

/** Requests and questions: of the whole message, else of the one sentence of it that is one. */
function readRequest(
  message: Message,
  whole: Phrase,
  situation: Situation,
  order: Order,
): Reading | undefined {
  const others = isOthersWords(message)
  for (const phrase of phrasesOf(message, whole)) {
    const help = readHelp(phrase, situation, order)
    if (help !== undefined && situation.question !== 'none' && phrase === whole && !isRequestFirst(phrase))
      return help
    if (others) return phrase === whole && situation.question !== 'none' ? help : undefined
    const reading =
      readListing(phrase, situation, order) ??
      readRename(message, phrase, situation, order) ??
      readManagement(phrase, situation, order) ??
      readAdd(message, phrase, situation) ??
      help
    if (reading !== undefined) return reading
  }
  if (others) return undefined
  return readUse(whole, situation, order)
}

/** "Can you delete my token?" is a question by its looks and a request by its words. */
const isRequestFirst = (phrase: Phrase): boolean => phrase.has('mine') && phrase.has('account', 'credential')

/** The whole message; else a part of it that is a request by itself, where the rest only says why or thanks. */
function phrasesOf(message: Message, whole: Phrase): Phrase[] {
  const clauses = new Map<number, Word[]>()
  for (const word of message.words) clauses.set(word.clause, [...(clauses.get(word.clause) ?? []), word])
  const asking = [...clauses]
    .map(([clause, words]) => new Phrase(words, message.questions.has(clause)))
    .filter((phrase) => isAsking(phrase) && phrase.rest(new Set<WordClass>(['yes', 'no'])).length > 0)
  const found = [whole]
  const [only, another] = asking
  if (only === undefined || another !== undefined || clauses.size > MOST_SENTENCES) return found
  if (clauses.size > 1) found.push(only)
  const { words } = only
  const reason = words.findIndex((word, index) => index > 1 && is(word, 'because'))
  if (reason > 1) found.push(new Phrase(words.slice(0, reason), only.isQuestion))
  found.push(...partsBefore(words, only.isQuestion))
  for (const [index, word] of words.entries()) {
    if (
      index === 0 ||
      index > MOST_BEFORE ||
      !(isBeginning(word, words[index + 1]) || is(words[index - 1], 'because'))
    )
      continue
    if (
      words
        .slice(0, index)
        .some((before) => is(before, 'drafting', 'said', 'others') && !is(before, 'little', 'courtesies'))
    )
      break
    const part = new Phrase(words.slice(index), only.isQuestion)
    if (isOwn(part)) found.push(part)
  }
  return found
}

/** "Remove muxi-ai pls, I don't work there any more": the request ends at a comma or a courtesy, and the rest says why. */
function partsBefore(words: readonly Word[], isQuestion: boolean): Phrase[] {
  if (
    words.length > MOST_BEFORE ||
    words.some(
      (word) =>
        is(word, 'drafting', 'said') && !is(word, 'little', 'courtesies', 'want', 'credential', 'see', 'how'),
    )
  )
    return []
  return words.flatMap((word, index) => {
    const isEnd =
      word.gap.includes(',') || (is(words[index - 1], 'courtesies') && !is(words[index - 1], 'little'))
    const part = new Phrase(words.slice(0, index), isQuestion)
    return index > 1 && isEnd && !is(words[0], 'it') && isOwn(part) ? [part] : []
  })
}

/** More sentences are a text. */
const MOST_SENTENCES = 4
/** So many words may stand before a request in its sentence: "since I left the company last week, …". */
const MOST_BEFORE = 14

/** Where a request may begin within a sentence. */
const isBeginning = (word: Word, next: Word | undefined): boolean =>
  word.gap.includes(',') ||
  word.gap.includes('-') ||
  is(word, 'want') ||
  (is(word, 'which', 'what') && (!is(word, 'little') || is(next, 'account', 'credential')))

/** Whether a part of a message is about the user's accounts beyond doubt. */
const isOwn = (phrase: Phrase): boolean =>
  phrase.words.some(isAccount) ||
  (phrase.has('account', 'credential') && (phrase.has('mine', 'me') || phrase.services.length > 0)) ||
  phrase.has('logOut') ||
  (phrase.has('forget') && phrase.has('me')) ||
  (phrase.has('account', 'credential') && phrase.has('connect', 'connected'))

const ASKING: readonly WordClass[] = [
  'connect',
  'put',
  'logIn',
  'remove',
  'disconnect',
  'logOut',
  'forget',
  'rename',
  'call',
  'change',
  'switch',
  'use',
  'show',
  'want',
  'what',
  'which',
  'who',
  'where',
  'when',
  'how',
]

const isAsking = (phrase: Phrase): boolean => phrase.isQuestion || phrase.has(...ASKING)

/** A message of pictures alone: thumbs up is a yes. */
function readFaces({ emoji }: Message, { question, armed }: Situation): Reading {
  if (question === 'none' || !armed) return { kind: 'none' }
  if (emoji.some((one) => YES_FACES.has(one))) return { kind: 'yes' }
  if (emoji.some((one) => NO_FACES.has(one))) return { kind: 'no' }
  return { kind: 'unsure' }
}

const YES_FACES = new Set(['👍', '👌', '✅', '✔', '🆗', '🙆', '☑', '💯'])
const NO_FACES = new Set(['👎', '❌', '🚫', '✖', '🙅', '⛔', '🛑'])

/** A short message that begins with no, never mind or wait is that, whatever the few words behind it are. */
function readRefusal(phrase: Phrase): Reading | undefined {
  const { words } = phrase
  const first = words.find((word) => !is(word, 'courtesies') || is(word, 'no', 'cancel', 'later', 'wait'))
  if (words.length > 9 || words.filter(isUnknown).length > 2 || phrase.has('drafting', 'things'))
    return undefined
  const requesting = is(first, 'wait') ? REQUESTING.slice(0, 9) : REQUESTING
  if (words.slice(1).some((word) => is(word, ...requesting) && !is(word, 'little', 'it', ...REFUSING)))
    return undefined
  if (!is(first, 'wait') && phrase.has('yes')) return undefined
  // "I have no token" refuses nothing.
  if (phrase.has('credential') && phrase.has('have', 'mine')) return undefined
  if (is(first, 'wait')) return { kind: 'later' }
  if (is(first, 'later') && !is(first, 'time')) return { kind: 'later' }
  if (is(first, 'cancel')) return { kind: 'cancel' }
  return is(first, 'no') && !is(first, 'asking') ? { kind: 'no' } : undefined
}

const REFUSING: readonly WordClass[] = ['no', 'cancel', 'later', 'wait']
/** What makes another matter, or a request, of it. */
const REQUESTING: readonly WordClass[] = [
  ...([
    'show',
    'act',
    'what',
    'which',
    'who',
    'how',
    'remove',
    'disconnect',
    'switch',
    'rename',
    'call',
    'put',
  ] as const),
  ...(['connect', 'default', 'use', 'undo', 'restart', 'keep', 'again'] as const),
]

/** A few words, none of which speaks of another matter. */
function isLittleSaid(phrase: Phrase): boolean {
  const { words } = phrase
  if (words.length > 6 || isReckoned(words)) return false
  const unknown = words.filter(isUnknown)
  // Where words stand without blanks, many letters that are not known are a sentence.
  if (unknown.some(({ text }) => scriptOf(text) === 'unspaced' && text.length > 4)) return false
  if (words.length <= 2 && unknown.length <= 1 && !phrase.isQuestion && !phrase.has('show', 'drafting'))
    return true
  const isAnother = words.some(
    (word) => is(word, 'show', 'drafting', 'things', 'act') && !is(word, 'use', 'little', 'it'),
  )
  return (
    unknown.length === 0 &&
    !isAnother &&
    !(phrase.isQuestion && phrase.has('what', 'when', 'who', 'how', 'howMany'))
  )
}

/** "15 % of 230": numbers that are no places in a list. */
const isReckoned = (words: readonly Word[]): boolean =>
  words.filter((word) => is(word, 'number')).length > 1 &&
  words.some(({ position }) => position !== undefined && position > 20)

/** Whether a short message speaks of accounts or credentials, so that a model may be asked what it wants. */
export function speaksOfAccounts(message: Message): boolean {
  if (isOthersWords(message)) return false
  return (
    message.words.some((word) => is(word, 'account', 'credential') && !is(word, 'little')) ||
    message.words.some(isAccount)
  )
}
