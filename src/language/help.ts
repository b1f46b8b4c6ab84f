/**
 * What people ask about the thing they are asked for, about their credentials, or about what was just said.
 *
 * Such a question is made of words for it and nothing else, so that "what is the capital of France?" is another matter. Long
 * because the topics share their words, and the order in which they are tried is what tells them apart.
 */
import type { Order } from './choosing.ts'
import type { WordClass } from './word-class.ts'
import type { Word } from './word.ts'
import { is, isAccount, isService, kinds } from './phrase.ts'
import type { Phrase } from './phrase.ts'
import type { HelpTopic, OpenQuestion, Reading, Situation } from './reading.ts'

const QUESTION: readonly WordClass[] = [
  'what',
  'which',
  'who',
  'where',
  'when',
  'why',
  'how',
  'howMany',
  'howLong',
]
const TOPICS: readonly WordClass[] = [
  ...([
    'safe',
    'see',
    'store',
    'expire',
    'scope',
    'obtain',
    'need',
    'revoke',
    'refuse',
    'must',
    'fail',
    'happen',
    'help',
  ] as const),
  ...(['difference', 'used', 'again', 'wait', 'later'] as const),
]
const AROUND: readonly WordClass[] = [
  ...([
    'me',
    'mine',
    'you',
    'others',
    'it',
    'want',
    'account',
    'credential',
    'app',
    'have',
    'from',
    'to',
    'about',
    'unless',
    'and',
    'or',
  ] as const),
  ...([
    'not',
    'no',
    'give',
    'use',
    'time',
    'put',
    'connect',
    'connected',
    'ask',
    'another',
    'only',
    'all',
    'data',
    'make',
    'yes',
    'other',
    'last',
    'default',
  ] as const),
  ...([
    'because',
    'name',
    'anymore',
    'disconnect',
    'remove',
    'logIn',
    'conversation',
    'both',
    'done',
    'always',
    'vague',
  ] as const),
]
/** A longer question is about more than that. */
const MOST_WORDS = 14
const ASKING = kinds('asking', ...QUESTION, ...TOPICS, ...AROUND)

/** Reads a question about a credential, an account or what was said; nothing for any other message. */
export function readHelp(phrase: Phrase, situation: Situation, { dropsOwner }: Order): Reading | undefined {
  const { question, armed, service } = situation
  const isOwn = (word: Word): boolean => isService(word) || isAccount(word) || word.labels.length > 0
  const unknown = phrase.rest(ASKING, isOwn).length
  if (unknown > (question !== 'none' && armed && isPointed(phrase) ? 1 : 0)) return undefined
  const [named = null] = phrase.services
  if (
    named !== null &&
    service !== null &&
    question !== 'none' &&
    named !== service &&
    question !== 'service'
  )
    return undefined
  const isAsked = phrase.isQuestion || phrase.asks(...QUESTION)
  const lacks =
    phrase.has('not') &&
    (phrase.has('credential', 'account') || (phrase.has('it') && phrase.has('have'))) &&
    phrase.has('have', 'me', 'mine') &&
    !phrase.has('want', 'give', 'safe', 'need', 'see')
  const help = (topic: HelpTopic): Reading => ({ kind: 'help', topic, service: named ?? service })
  if (question === 'none') {
    if (!isAsked) return undefined
    if (isAboutCredentials(phrase, dropsOwner)) {
      const topic = topicOf(phrase, question)
      const isStored =
        phrase.has('credential') || topic === 'choice' || topic === 'revocation' || topic === 'visibility'
      if (!isStored || phrase.words.length > MOST_WORDS) return undefined
      if (topic === 'expiry') return { kind: 'expiry', service: named, accounts: null }
      return topic === undefined || topic === 'general' || topic === 'what' ? undefined : help(topic)
    }
    return armed && isShort(phrase) ? aboutWhatWasSaid(phrase, help) : undefined
  }
  if (!armed && !isAboutCredentials(phrase, dropsOwner)) return undefined
  if (lacks && !phrase.has('why', 'who', 'when') && (question === 'secret' || question === 'add'))
    return help('what')
  if (!isAsked && !isWorried(phrase) && !phrase.has('help', 'difference')) return undefined
  const topic = topicOf(phrase, question)
  return topic === undefined ? undefined : help(topic)
}

/** A question about the thing itself may hold a word that we do not know. */
const isPointed = (phrase: Phrase): boolean =>
  (isWorried(phrase) && phrase.words.length <= 4) ||
  (phrase.has('it', 'credential') &&
    phrase.has('safe', 'see', 'store', 'expire', 'scope', 'revoke', 'need') &&
    phrase.has(...QUESTION))

/** "That sounds dangerous" asks whether it is. */
const isWorried = (phrase: Phrase): boolean =>
  phrase.has('safe') && phrase.has('it') && !phrase.has('not', 'no', 'yes') && phrase.words.length <= 5

/** "Can you see my GitHub token?", "is it safe to give you my Slack token?" */
function isAboutCredentials(phrase: Phrase, dropsOwner: boolean): boolean {
  const isNoun =
    phrase.has('credential') ||
    (phrase.has('account') && (phrase.services.length > 0 || phrase.has('mine', 'which'))) ||
    phrase.words.some(isLogin)
  const isOwn =
    phrase.has('mine') || (phrase.services.length > 0 && (dropsOwner || phrase.has('you', 'me', 'which')))
  return isNoun && (isOwn || phrase.words.some(isLogin))
}

/** An account by a name that is no ordinary word. */
const isLogin = (word: Word): boolean =>
  word.accounts.length > 0 && word.classes.size === 0 && word.labels.length === 0

const isShort = ({ words }: Phrase): boolean => words.length <= 9

function aboutWhatWasSaid(phrase: Phrase, help: (topic: HelpTopic) => Reading): Reading | undefined {
  if (phrase.has('when', 'howLong') && phrase.has('again', 'wait', 'must', 'me', 'want', 'fail', 'need'))
    return help('retry-time')
  if (phrase.has('howLong') && phrase.words.length <= 2) return help('retry-time')
  if (phrase.has('why') && !phrase.has('obtain', 'see', 'store', 'account')) return help('reason')
  return phrase.has('happen', 'fail') && phrase.has('what') && !phrase.has('unless')
    ? help('reason')
    : undefined
}

function topicOf(phrase: Phrase, question: OpenQuestion): HelpTopic | undefined {
  const has = (...list: WordClass[]): boolean => phrase.has(...list)
  const isAsked = phrase.isQuestion || has(...QUESTION)
  const isChoice = question === 'account' || question === 'service'
  if (question === 'none' && has('which', 'what') && has('account') && has('use', 'used')) return 'choice'
  if (isChoice && has('difference') && !has('scope')) return 'choice'
  if (isChoice && has('which', 'what') && has('have', 'account', 'app') && !has('why', 'need'))
    return 'choice'
  if (has('when', 'howLong') && has('again', 'wait', 'fail') && (question !== 'secret' || has('wait')))
    return 'retry-time'
  if (question === 'retry' && has('when')) return 'retry-time'
  if (has('used') && has('who', 'when') && question !== 'none') return 'usage'
  if (has('refuse', 'not', 'no') && has('unless') && (has('happen', 'what') || phrase.isQuestion))
    return 'refusal'
  if (has('refuse') && has('happen')) return 'refusal'
  if (question === 'removal' && has('put', 'connect') && has('again', 'another', 'revoke'))
    return 'revocation'
  if (question === 'removal' && has('happen')) return has('revoke') ? 'revocation' : 'refusal'
  if ((question === 'retry' || question === 'removal') && has('why')) return 'reason'
  if (question === 'retry' && has('happen', 'fail') && isAsked && !has('when', 'howLong')) return 'reason'
  if (has('safe')) return 'safety'
  if (has('why') && (has('need') || (reasonOf(question, has('fail')) === 'purpose' && question !== 'none')))
    return 'purpose'
  if (
    has('must') &&
    phrase.isQuestion &&
    !has('scope') &&
    !phrase.asks('where', 'how', 'when', 'which', 'howLong', 'why') &&
    (has('me', 'give', 'it', 'need') || phrase.words.length <= 4)
  )
    return 'refusal'
  if (has('how') && has('remove', 'disconnect', 'logOut', 'revoke')) return 'revocation'
  if (has('how', 'where') && has('obtain') && !has('you', 'store', 'expire', 'scope'))
    return has('why') ? reasonOf(question) : 'what'
  if (has('expire') && (has('when', 'howLong') || phrase.isQuestion)) return 'expiry'
  if (has('revoke') && (has('how', 'want') || phrase.isQuestion) && !has('why')) return 'revocation'
  if (has('scope')) return 'scopes'
  if (has('see') && (has('who', 'you') || phrase.isQuestion) && !has('where', 'store')) return 'visibility'
  if (has('store') && (has('where', 'you', 'how') || phrase.isQuestion) && !has('why')) return 'storage'
  if (has('where') || (has('how', 'obtain') && has('obtain') && (isAsked || has('want')))) {
    if (has('why')) return reasonOf(question)
    if (has('where', 'how') || has('credential', 'it')) return 'what'
  }
  if (has('need') && has('what', 'why') && !has('obtain')) return 'purpose'
  if (has('why')) return has('need') ? 'purpose' : reasonOf(question, has('fail', 'not'))
  if (has('fail') && isAsked && (has('what', 'how') || phrase.isQuestion))
    return question === 'retry' || question === 'none' ? 'reason' : undefined
  if (has('help')) return 'general'
  if (has('what', 'which', 'how') && has('it', 'credential') && !has('happen')) return 'what'
  if (has('what') && (phrase.words.length === 1 || has('happen')))
    return phrase.words.every((word) => is(word, 'what', 'little', 'courtesies', 'happen'))
      ? 'general'
      : undefined
  return undefined
}

/** "Why?" asks what it is for, where something is asked of the person; else what the matter is. */
function reasonOf(question: OpenQuestion, isFailure = false): HelpTopic {
  return !isFailure &&
    (question === 'secret' || question === 'account' || question === 'service' || question === 'add')
    ? 'purpose'
    : 'reason'
}
