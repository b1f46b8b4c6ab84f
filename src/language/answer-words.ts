/** The kinds of words that an answer to each question is made of. */
import { kinds } from './phrase.ts'
import type { WordClass } from './word-class.ts'

/** To any question. */
export const SHORT: readonly WordClass[] = [
  ...([
    'yes',
    'no',
    'cancel',
    'later',
    'wait',
    'again',
    'done',
    'restart',
    'undo',
    'vague',
    'me',
    'you',
  ] as const),
  ...(['it', 'not', 'time', 'keep', 'want', 'and', 'or', 'about', 'need', 'anymore'] as const),
]
/** To a question for a credential. */
export const GIVING = kinds(
  ...SHORT,
  'give',
  'account',
  'credential',
  'mine',
  'have',
  'another',
  'all',
  'from',
  'unless',
  'safe',
)
/** To a wish that goes on elsewhere. */
export const DOING = kinds(
  ...SHORT,
  'give',
  'account',
  'credential',
  'mine',
  'have',
  'all',
  'from',
  'unless',
  'safe',
  'put',
  'connect',
  'connected',
  'make',
)
/** To an offer to add an account. */
export const ADDING = kinds(
  ...SHORT,
  'put',
  'connect',
  'store',
  'remove',
  'disconnect',
  'give',
  'account',
  'credential',
  'mine',
  'make',
  'to',
  'from',
  'forget',
  'use',
  'another',
)
/** To "Remove …?". */
export const REMOVING = kinds(
  ...SHORT,
  ...([
    'remove',
    'disconnect',
    'forget',
    'logOut',
    'account',
    'credential',
    'mine',
    'both',
    'all',
    'neither',
    'only',
  ] as const),
  ...([
    'ordinal',
    'number',
    'last',
    'place',
    'from',
    'other',
    'make',
    'everything',
    'use',
    'another',
  ] as const),
)
/** To "Which account?". */
export const CHOOSING = kinds(
  ...SHORT,
  ...([
    'use',
    'account',
    'credential',
    'mine',
    'both',
    'all',
    'neither',
    'only',
    'ordinal',
    'number',
    'last',
  ] as const),
  ...(['place', 'from', 'other', 'to', 'switch', 'default', 'another', 'show'] as const),
)
/** To "Which service?". */
export const SERVING = kinds(
  ...SHORT,
  'account',
  'credential',
  'mine',
  'from',
  'to',
  'use',
  'connect',
  'put',
  'app',
  'neither',
  'only',
  'logIn',
  'give',
)
/** To an offer to try again. */
export const RETRYING = kinds(...SHORT, 'make', 'use', 'account', 'credential', 'give')
/** What stands where a request is said again with the account in it. */
export const REPEATED = kinds(...CHOOSING, 'show', 'act', 'things', 'connected')
