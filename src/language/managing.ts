/**
 * Requests about the user's own accounts: remove, switch, set a default, go back to asking, forget everything.
 *
 * Every word of such a request is a verb of it, a word of its target, or a little one: "remove the GitHub label" has one that is
 * not, and is another matter. Long because the requests share their words.
 */
import type { Order } from './choosing.ts'
import type { WordClass } from './word-class.ts'
import { is, isService, kinds } from './phrase.ts'
import type { Phrase } from './phrase.ts'
import type { Named, Reading, Situation } from './reading.ts'
import { findTarget, isTarget, missingName, TARGET } from './target.ts'
import type { Target } from './target.ts'

const AROUND: readonly WordClass[] = [
  'help',
  'want',
  'me',
  'you',
  'yes',
  'time',
  'conversation',
  'only',
  'again',
  'asking',
  'to',
]
const REMOVING = kinds(
  ...TARGET,
  ...AROUND,
  'connect',
  'remove',
  'disconnect',
  'logOut',
  'logIn',
  'forget',
  'anymore',
  'always',
  'not',
  'need',
  'have',
  'used',
  'everywhere',
  'eachTime',
  'make',
)
const FORGETTING = kinds(
  ...TARGET,
  ...AROUND,
  'forget',
  'remove',
  'everything',
  'data',
  'about',
  'have',
  'store',
  'see',
  'everywhere',
  'what',
  'which',
  'connected',
  'done',
  'used',
  'all',
)
const SETTING = kinds(
  ...TARGET,
  ...AROUND,
  'default',
  'make',
  'change',
  'put',
  'use',
  'switch',
  'always',
  'name',
  'another',
  'rename',
)
const CLEARING = kinds(
  ...TARGET,
  ...AROUND,
  'default',
  'remove',
  'disconnect',
  'not',
  'anymore',
  'ask',
  'eachTime',
  'switch',
  'which',
  'what',
  'use',
  'make',
  'always',
  'unless',
  'have',
  'forget',
  'undo',
  'again',
)
const SWITCHING = kinds(...TARGET, ...AROUND, 'switch', 'use', 'change', 'another', 'make', 'always')
const UNDOING = kinds(
  ...TARGET,
  ...AROUND,
  'undo',
  'rename',
  'name',
  'default',
  'switch',
  'change',
  'no',
  'cancel',
  'call',
  'make',
  'courtesies',
  'wait',
  'not',
)

/** Reads a request about an account; nothing for any other message. */
export function readManagement(phrase: Phrase, situation: Situation, order: Order): Reading | undefined {
  return (
    readForgetting(phrase, situation) ??
    readNoDefault(phrase, situation, order) ??
    readDefault(phrase, situation, order) ??
    readRemoval(phrase, situation, order) ??
    readSwitch(phrase, situation, order) ??
    readUndo(phrase, situation)
  )
}

function readForgetting(phrase: Phrase, { accounts }: Situation): Reading | undefined {
  if (accounts.length === 0 || phrase.services.length > 0) return undefined
  if (
    !phrase.has('forget', 'remove') ||
    !phrase.has('everything', 'data', 'all') ||
    !phrase.has('me', 'mine', 'everything')
  )
    return undefined
  if (phrase.has('not') || phrase.rest(FORGETTING).length > 0) return undefined
  // "Delete my data": whose data is said, or that all of it is meant.
  const isEverything = phrase.has('everything') && phrase.has('me', 'mine', 'you')
  return isEverything ||
    (phrase.has('all', 'what') && phrase.has('about') && phrase.has('me')) ||
    (phrase.has('data') && phrase.has('mine', 'me') && phrase.has('all', 'about'))
    ? { kind: 'forget-everything' }
    : undefined
}

function readRemoval(phrase: Phrase, situation: Situation, order: Order): Reading | undefined {
  // "How do I take it back?" is a question.
  if (phrase.asks('how', 'why', 'who', 'what')) return undefined
  const hasVerb =
    phrase.has('remove', 'disconnect', 'logOut') ||
    (phrase.has('forget') && phrase.has('account', 'credential'))
  const isUnwanted = phrase.has('anymore') && (phrase.has('connected', 'need', 'want') || hasVerb)
  if (!hasVerb && !isUnwanted) return undefined
  if (phrase.has('not') && !phrase.has('anymore')) return undefined
  const missing = missingName(phrase)
  if (phrase.rest(REMOVING, (word) => isTarget(word) || word === missing).length > 0) return undefined
  const isEverywhere =
    phrase.has('logOut', 'disconnect', 'remove') && phrase.has('everywhere') && phrase.services.length === 0
  if (
    isEverywhere &&
    (situation.accounts.length > 0 || phrase.has('logOut')) &&
    (phrase.has('logOut', 'account', 'credential', 'app', 'connected') || phrase.has('disconnect'))
  )
    return { kind: 'log-out-everywhere' }
  const target = findTarget(phrase, situation, order)
  if (target.isEverything && situation.accounts.length > 0) return { kind: 'log-out-everywhere' }
  if (!isOurs(target, phrase, situation)) return undefined
  if (
    !hasVerb &&
    target.by !== 'account' &&
    !(target.by === 'service' && phrase.has('account', 'credential', 'connected'))
  )
    return undefined
  return { kind: 'remove', ...facts(target) }
}

/** "Delete the key" may be about any key; "delete my key" is about one of ours, where there is one. */
function isOurs(target: Target, phrase: Phrase, { accounts }: Situation): boolean {
  if (target.by === 'account' || target.by === 'it') return true
  if (target.by === 'service') return phrase.services.length > 0 && !isTopic(phrase)
  return target.by === 'noun' && accounts.length > 0 && phrase.has('mine')
}

/** "Remove Slack from it": a service alone, with a place to remove it from, is a word in a text. */
const isTopic = (phrase: Phrase): boolean =>
  phrase.words.some((word) => is(word, 'it') && !is(word, 'little')) &&
  !phrase.has('account', 'credential', 'disconnect', 'logOut', 'mine')

function readNoDefault(phrase: Phrase, situation: Situation, order: Order): Reading | undefined {
  const isCleared =
    phrase.has('default') &&
    phrase.has('remove', 'disconnect', 'not', 'anymore', 'forget', 'undo') &&
    !phrase.has('always')
  const isAsked =
    phrase.has('ask') && (phrase.has('eachTime') || phrase.has('switch')) && isSaidToUs(phrase, situation)
  if (!isCleared && !isAsked) return undefined
  if (isCleared && phrase.has('undo') && !phrase.has('remove', 'not', 'anymore', 'disconnect'))
    return undefined
  if (phrase.rest(CLEARING, isTarget).length > 0) return undefined
  const { service, accounts } = findTarget(phrase, situation, order)
  const place =
    phrase.services.length > 0 || accounts !== null ? service : (situation.spoken?.service ?? null)
  return { kind: 'no-default', service: place }
}

/** "Ask me every time" may be about anything; which account, or that it is me who is to be asked, has to be said. */
const isSaidToUs = (phrase: Phrase, { accounts }: Situation): boolean =>
  phrase.has('account', 'credential', 'default') ||
  (accounts.length > 0 && phrase.has('me') && !phrase.has('you') && phrase.words.length <= 6)

function readDefault(phrase: Phrase, situation: Situation, order: Order): Reading | undefined {
  if (
    !phrase.has('default', 'always') ||
    (phrase.has('not', 'what', 'which', 'who') && !phrase.has('make', 'change', 'use'))
  )
    return undefined
  if (phrase.has('not')) return undefined
  if (phrase.has('remove', 'disconnect', 'logOut', 'forget')) return undefined
  const isAlways = phrase.has('always') && phrase.has('use', 'switch', 'default', 'make')
  const isSet = phrase.has('default') && phrase.has('make', 'change', 'put', 'use', 'switch', 'want', 'to')
  if (!isAlways && !isSet) return undefined
  if (phrase.rest(SETTING, isTarget).length > 0) return undefined
  const target = findTarget(phrase, situation, order)
  if (target.by === 'account' || target.by === 'it') return { kind: 'default', ...facts(target) }
  if (isAlways && !phrase.has('default')) return undefined
  const isOwn =
    phrase.has('account', 'credential') && (target.by === 'service' || situation.accounts.length > 0)
  return isOwn && !phrase.isQuestion ? { kind: 'default', ...facts(target) } : undefined
}

function readSwitch(phrase: Phrase, situation: Situation, order: Order): Reading | undefined {
  const isSwitch =
    phrase.has('switch') || (phrase.has('change') && phrase.has('account') && !phrase.has('name'))
  if (!isSwitch && !phrase.has('use')) return undefined
  if (phrase.has('not') || (phrase.isQuestion && phrase.has('which', 'what', 'why', 'who'))) return undefined
  const missing = missingName(phrase)
  if (phrase.rest(SWITCHING, (word) => isTarget(word) || word === missing).length > 0) return undefined
  const target = findTarget(phrase, situation, order)
  if (target.accounts !== null && target.by !== 'nothing') {
    const isSaid = target.by !== 'it' || phrase.has('use', 'switch')
    const isAll =
      target.accounts.length > 1 &&
      target.by !== 'account' &&
      !phrase.has('account', 'credential', 'conversation')
    return isSaid && !isAll ? { kind: 'switch', ...facts(target) } : undefined
  }
  const isWhich = isSwitch && phrase.has('account') && situation.accounts.length > 0
  return isWhich ? { kind: 'switch', ...facts(target) } : undefined
}

function readUndo(phrase: Phrase, { armed, spoken, question }: Situation): Reading | undefined {
  if (!phrase.has('undo') || phrase.rest(UNDOING, isService).length > 0) return undefined
  const isOurs = armed || spoken !== null || question !== 'none' || phrase.has('rename', 'default', 'account')
  return isOurs ? { kind: 'undo' } : undefined
}

function facts({ service, accounts, near }: Target): {
  service: string | null
  accounts: Named
  near?: true
} {
  return { service, accounts, ...(near ? { near } : {}) }
}

/** Whether a request speaks of nothing but accounts, so that a question mark behind it changes nothing. */
export const isPolite = (phrase: Phrase): boolean => phrase.words.some((word) => is(word, 'want'))
