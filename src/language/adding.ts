/** Requests to add an account: "add my GitHub token", "connect Slack", "link another GitHub account called work". */
import type { WordClass } from './word-class.ts'
import type { Message, Word } from './word.ts'
import { readNewName } from './naming.ts'
import { is, isService, isUnknown, kinds, type Phrase } from './phrase.ts'
import type { Reading, Situation } from './reading.ts'

const ADDING = kinds(
  ...([
    'connect',
    'put',
    'logIn',
    'give',
    'account',
    'credential',
    'mine',
    'another',
    'other',
    'app',
    'from',
    'to',
    'and',
  ] as const),
  ...([
    'want',
    'me',
    'you',
    'yes',
    'it',
    'both',
    'time',
    'have',
    'use',
    'asking',
    'call',
    'name',
    'ordinal',
    'number',
  ] as const),
  ...([
    'again',
    'all',
    'conversation',
    'connected',
    'make',
    'toBehind',
    'obtain',
    'only',
    'default',
    'need',
    'always',
    'wait',
    'help',
    'done',
  ] as const),
)
/** Said of credentials and accounts, and of nothing else. */
const SURE: readonly WordClass[] = ['connect', 'logIn']

/** Reads a wish to add an account; nothing for any other message. */
export function readAdd(message: Message, phrase: Phrase, situation: Situation): Reading | undefined {
  const isGiven = phrase.has('give') && phrase.has('credential') && phrase.has('want')
  const isWished =
    phrase.has('connected') &&
    phrase.has('want') &&
    phrase.services.length > 0 &&
    !phrase.isQuestion &&
    !phrase.has('show', 'what', 'which')
  const isOffered = isOffer(phrase)
  const isReplaced = phrase.has('credential') && phrase.has('another') && phrase.has('have')
  if (!phrase.has('connect', 'put', 'logIn') && !isGiven && !isReplaced && !isWished && !isOffered)
    return undefined
  if (phrase.has('not', 'why', 'who', 'when', 'where', 'remove', 'disconnect', 'fail')) return undefined
  if (phrase.has('what', 'which') && !phrase.has('want')) return undefined
  const { words: label, name } = readLabel(message, phrase)
  const request = phrase.without(label)
  if (request.rest(ADDING, (word) => isService(word) || word.labels.length > 0).length > 0) return undefined
  const [service = null, ...also] = request.services
  const isNoun = request.has('account', 'credential')
  const isSure = request.has(...SURE) || isNoun
  if (service === null) return readUnplaced(request, situation, name)
  if (also.length > 0 && !isListed(request)) return undefined
  // "Set up GitHub" is about us, "change GitHub" is not.
  if (!isSure && !request.has('put')) return undefined
  if (!isSure && request.words.some((word) => is(word, 'it') && !is(word, 'little'))) return undefined
  if (isBelonging(request)) return undefined
  return {
    kind: 'add',
    service,
    label: name,
    ...(also.length > 0 ? { also } : {}),
    ...(request.isNearService ? { near: true } : {}),
  }
}

/** "Yes, call it work", "add it as work": a yes to what was offered, with a name for it. */
export function readNamedOffer(
  message: Message,
  phrase: Phrase,
  { service }: Situation,
): Reading | undefined {
  if (
    phrase.has('no', 'not') ||
    !(phrase.has('call', 'rename') || (phrase.has('put', 'connect', 'store', 'keep') && phrase.has('to')))
  )
    return undefined
  const { name, words } = readNewName(
    message,
    phrase.words,
    (word) => is(word, 'it') && !is(word, 'to'),
    phrase.has('call', 'rename'),
  )
  if (name === null || phrase.without(words).rest(OFFERED, isService).length > 0) return undefined
  return { kind: 'add', service, label: name }
}

const OFFERED = kinds(
  'yes',
  'it',
  'call',
  'rename',
  'put',
  'connect',
  'store',
  'keep',
  'to',
  'toBehind',
  'account',
  'credential',
  'mine',
  'want',
  'me',
  'name',
  'and',
)

/** No service is named: it has to be about an account beyond doubt. */
function readUnplaced(phrase: Phrase, { accounts }: Situation, name: string | null): Reading | undefined {
  const isOwn = phrase.has('mine', 'another')
  const isCredential = phrase.has('credential') && isOwn && (accounts.length > 0 || !phrase.has('change'))
  const isAccount = phrase.has('account') && isOwn && accounts.length > 0 && phrase.has('connect', 'put')
  const isLinked = phrase.has('account') && isOwn && phrase.has('connect')
  if (!isCredential && !isAccount && !isLinked) return undefined
  if (phrase.isQuestion && !phrase.has('want')) return undefined
  return { kind: 'add', service: null, label: name }
}

/** "I have a Notion key for you". */
const isOffer = (phrase: Phrase): boolean =>
  phrase.has('credential') &&
  phrase.has('have') &&
  phrase.has('me') &&
  phrase.services.length > 0 &&
  !phrase.isQuestion &&
  !phrase.has('show', 'howMany', 'mine')

/** "GitHub and Slack" are two to add; "Slack to Notion" is a link between two services. */
function isListed({ words }: Phrase): boolean {
  const places = words.flatMap((word, index) => (isService(word) ? [index] : []))
  return places.slice(1).every((place, index) => {
    const between = words.slice((places[index] ?? 0) + 1, place + 1)
    return between.some((word) => is(word, 'and') || word.gap.includes(',')) || between.length === 1
  })
}

/** "Your GitHub account" is said to readers of a manual. */
const isBelonging = ({ words }: Phrase): boolean =>
  words.some(
    (word, index) => is(word, 'others') && !is(word, 'connect', 'put') && isService(words[index + 1] ?? word),
  )

function readLabel(
  message: Message,
  phrase: Phrase,
): { readonly words: ReadonlySet<Word>; readonly name: string | null } {
  const { words } = phrase
  const isSubject = (word: Word): boolean =>
    word.quotation === 0 && (isService(word) || is(word, 'account', 'credential'))
  if (
    words.some((word) => is(word, 'call', 'name') && !is(word, 'put')) ||
    words.some(({ quotation }) => quotation > 0)
  ) {
    const named = readNewName(message, words, isSubject, true)
    if (named.name !== null) return { words: named.words, name: named.name }
  }
  const label = words.find((word, index) => isLabel(words, word, index))
  if (label === undefined) return { words: new Set(), name: null }
  return { words: new Set([label]), name: message.source.slice(label.start, label.end) }
}

const NO_LABEL: readonly WordClass[] = [
  'me',
  'you',
  'it',
  'time',
  'conversation',
  'little',
  'courtesies',
  'put',
  'connect',
  'logIn',
  'make',
  'want',
]

/** "My work GitHub account", "a GitHub account for freelance": one word, next to what it describes. */
function isLabel(words: readonly Word[], word: Word, index: number): boolean {
  if (!words.some((other) => is(other, 'account', 'credential'))) return false
  if (word.labels.includes('old')) return false
  if (word.labels.length > 0 || word.accounts.length > 0)
    return !is(word, 'account', 'credential', 'put', 'connect')
  const before = words[index - 1]
  const isNamed =
    is(before, 'from', 'to') && is(words[index - 2], 'account', 'credential') && !isService(word)
  if (isNamed && index === words.length - 1 && !is(word, ...NO_LABEL)) return true
  if (!isUnknown(word)) return false
  const next = words[index + 1]
  const isBefore =
    (is(before, 'mine', 'another') || is(before, 'little')) &&
    next !== undefined &&
    (isService(next) || is(next, 'account', 'credential'))
  return isBefore
}
