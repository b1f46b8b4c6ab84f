/** Requests to see accounts, what used them, and when they expire. */
import type { Order } from './choosing.ts'
import type { WordClass } from './word-class.ts'
import { is, kinds } from './phrase.ts'
import type { Phrase } from './phrase.ts'
import type { Reading, Situation } from './reading.ts'
import { findTarget, isTarget } from './target.ts'

const AROUND: readonly WordClass[] = [
  'me',
  'you',
  'mine',
  'want',
  'from',
  'time',
  'all',
  'asking',
  'conversation',
  'it',
  'to',
  'both',
  'yes',
  'and',
]
const LISTING = kinds(
  ...AROUND,
  'vague',
  'show',
  'what',
  'which',
  'who',
  'howMany',
  'have',
  'account',
  'credential',
  'app',
  'connected',
  'default',
  'use',
  'name',
  'connect',
  'done',
  'put',
  'store',
  'logIn',
  'another',
  'forget',
  'unless',
)
const USING = kinds(
  ...AROUND,
  'show',
  'what',
  'which',
  'who',
  'when',
  'how',
  'howMany',
  'account',
  'credential',
  'used',
  'last',
  'app',
  'see',
  'data',
  'have',
  'use',
  'done',
  'conversation',
  'other',
  'happen',
  'unless',
  'about',
  'make',
)
const EXPIRING = kinds(
  ...AROUND,
  'when',
  'howLong',
  'expire',
  'about',
  'account',
  'credential',
  'connected',
  'have',
  'use',
  'what',
  'safe',
  'last',
  'show',
)

/** Reads a wish to see something about accounts; nothing for any other message. */
export function readListing(phrase: Phrase, situation: Situation, order: Order): Reading | undefined {
  return (
    readExpiry(phrase, situation, order) ?? readUsage(phrase, situation, order) ?? readList(phrase, situation)
  )
}

function readUsage(phrase: Phrase, situation: Situation, order: Order): Reading | undefined {
  if (!phrase.has('used')) return undefined
  const isAsked = phrase.has('who', 'when', 'what', 'which', 'howMany', 'show') || phrase.isQuestion
  if (!isAsked || phrase.has('not') || phrase.rest(USING, isTarget).length > 0) return undefined
  const target = findTarget(phrase, situation, order)
  // "Which account will be used?" asks about what comes.
  if (phrase.has('which') && phrase.has('account') && !phrase.has('who', 'when', 'mine', 'time'))
    return undefined
  const isOwn =
    phrase.has('mine') ||
    target.by === 'account' ||
    target.by === 'service' ||
    (phrase.has('which') && phrase.has('time') && situation.accounts.length > 0)
  if (phrase.has('account', 'credential') && (isOwn || situation.armed) && !(phrase.has('account') && !isOwn))
    return { kind: 'usage', service: target.service }
  if (target.by === 'account' || target.by === 'it') return { kind: 'usage', service: target.service }
  return undefined
}

function readExpiry(phrase: Phrase, situation: Situation, order: Order): Reading | undefined {
  if (!phrase.has('expire') || !(phrase.has('when', 'howLong', 'what') || phrase.isQuestion)) return undefined
  if (situation.question !== 'none' && !phrase.has('mine') && phrase.services.length === 0) return undefined
  if (phrase.rest(EXPIRING, isTarget).length > 0) return undefined
  const target = findTarget(phrase, situation, order)
  const isOwn =
    phrase.has('mine') || target.by === 'account' || (target.by === 'service' && phrase.has('credential'))
  const isNoun =
    phrase.has('credential') || target.by === 'account' || (phrase.has('account') && target.by === 'service')
  const isOurs = (isOwn && isNoun) || target.by === 'it'
  return isOurs ? { kind: 'expiry', service: target.service, accounts: target.accounts } : undefined
}

function readList(phrase: Phrase, { accounts }: Situation): Reading | undefined {
  if (phrase.has('not', 'why', 'when', 'where', 'remove', 'disconnect', 'safe')) return undefined
  if (phrase.rest(LISTING, isTarget).length > 0) return undefined
  // "Are my tokens stored on your servers?" asks where they are.
  if (
    phrase.isQuestion &&
    phrase.has('store') &&
    phrase.has('credential') &&
    phrase.has('you') &&
    !phrase.has('show')
  )
    return undefined
  const isNoun = phrase.has('account', 'credential', 'app')
  const isConnected = phrase.has('connected')
  const [service = null] = phrase.services
  const isAsked = phrase.has('show', 'what', 'which', 'who', 'howMany') || phrase.isQuestion
  const isDefault =
    phrase.has('default') &&
    !phrase.has('make', 'change', 'use') &&
    (phrase.has('what', 'which', 'show') || phrase.isQuestion)
  const hasSome = accounts.length > 0
  if (isDefault && (hasSome || service !== null) && (phrase.has('mine', 'account') || service !== null))
    return { kind: 'list', service }
  if (isConnected && isAsked && (isNoun || service !== null || isPlainlyAsked(phrase)))
    return isWish(phrase) ? undefined : { kind: 'list', service }
  if (!phrase.has('account', 'credential') && !(phrase.has('app') && phrase.has('connect'))) return undefined
  const isOwn =
    phrase.has('mine', 'me') ||
    service !== null ||
    (phrase.has('you') && phrase.has('have')) ||
    phrase.has('connect', 'connected')
  const isBare =
    phrase.words.every((word) => is(word, 'account', 'show', 'little', 'courtesies', 'mine', 'all')) &&
    phrase.has('account')
  if (!hasSome && service === null) return undefined
  if (phrase.has('connect', 'put', 'logIn', 'use') && !phrase.has('which', 'what')) return undefined
  if (phrase.has('use', 'used') && phrase.has('you', 'used')) return undefined
  // "Can you see my token?" asks who sees it.
  if (phrase.isQuestion && phrase.has('see') && phrase.has('credential') && !phrase.has('me'))
    return undefined
  if (isAsked && isOwn) return { kind: 'list', service }
  return isBare && hasSome && (phrase.has('mine', 'show') || phrase.words.length === 1)
    ? { kind: 'list', service }
    : undefined
}

/** "What have I connected?", "what is connected here?" */
const isPlainlyAsked = (phrase: Phrase): boolean =>
  phrase.has('what', 'which') &&
  (phrase.has('me', 'mine', 'have') ||
    (phrase.words.length <= 5 && phrase.words.every((word) => !is(word, 'store', 'used'))))

/** "I want it connected", "let's get Slack connected" asks for it to be done. */
const isWish = (phrase: Phrase): boolean =>
  phrase.has('want') && !phrase.has('show', 'what', 'which', 'howMany') && !phrase.isQuestion
