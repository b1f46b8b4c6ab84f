/** What a message says to the open question, as far as its wording alone tells. */
import type { AccountFact, Kept } from '../../../machines/kept.ts'
import type { Reading } from '../../../machines/readings.ts'
import { readAccountAnswer } from './accounts.ts'
import { takeNames } from './names.ts'
import { isNoOtherMatter } from './rules.ts'
import { asksWhich, missesEveryAccount, nearestAccount } from './which.ts'
import { asTyped, mentionedServices, namedAlone } from './words.ts'
import { readPhrase } from '../gate/phrases.ts'
import { nameKey } from '../../providers/account-name.ts'
import { isChatWord, mayBePassword } from '../gate/wording.ts'
import type { Services } from '../../providers/services.ts'

/**
 * An answer to the open question; nothing for what may be a request, or about something else.
 *
 * @param words the message in plain words (`plainWords`)
 * @param typed the same as it was typed
 */
export function readAnswer(
  words: string,
  typed: string,
  open: Kept,
  services: Services,
): Reading | undefined {
  if (open.question === 'none') return undefined
  const serviceWords = services.find(open.want?.service ?? '')?.words ?? []
  const own = readByQuestion(words, typed, open, services, serviceWords)
  if (own !== undefined) return own
  const phrase = readPhrase(words, serviceWords)
  if (phrase === undefined) return undefined
  if (phrase.kind === 'keep' || phrase.kind === 'remove') return readWish(phrase.kind, open)
  return phrase.kind === 'help' ? phrase : { kind: phrase.kind }
}

function readByQuestion(
  words: string,
  typed: string,
  open: Kept,
  services: Services,
  serviceWords: readonly string[],
): Reading | undefined {
  switch (open.question) {
    case 'account': {
      const which = readWhich(words, typed, open.offered, serviceWords)
      const isDoubtful = which?.kind === 'accounts' && isNameThatAnswers(words, open.offered, serviceWords)
      return isDoubtful ? { kind: 'unsure' } : which
    }
    case 'removal': {
      const fewer = readFewer(words, typed, open.offered)
      const isDoubtful = fewer !== undefined && isNameThatAnswers(words, open.offered, serviceWords)
      return isDoubtful ? { kind: 'only', accounts: [] } : fewer
    }
    case 'name':
      return readName(words, typed)
    case 'service': {
      const named = namedAlone(words, services.all)
      return named === undefined ? undefined : { kind: 'service', service: named }
    }
    case 'add': {
      const label = ADD_IT_AS.exec(words)?.[1]
      if (label !== undefined) return { kind: 'add', service: null, secret: null, label }
      if (words.length > 60 || /\b(?:my|show|list)\b/.test(words) || readPhrase(words) !== undefined)
        return undefined
      const named = mentionedServices(words, services.all)[0]
      return named === undefined ? undefined : { kind: 'service', service: named }
    }
    default:
      return undefined
  }
}

/** Whether a whole message is what an account is called, and an answer of its own as well: "yes", "none", "cancel". */
function isNameThatAnswers(
  words: string,
  offered: readonly AccountFact[],
  serviceWords: readonly string[],
): boolean {
  const said = nameKey(words)
  const isName = offered.some(({ name, label }) => [name, label ?? ''].some((own) => nameKey(own) === said))
  return isName && (NO_ACCOUNT.test(words) || readPhrase(words, serviceWords) !== undefined)
}

/** A yes with a name for the account that comes: "sure, add it as work", "yes, call it work". */
const ADD_IT_AS =
  /^(?:(?:yes|yep|yeah|sure|ok|okay|please)[, ]+)*(?:(?:add|save|store|connect) (?:it|that|this)(?: (?:as|for|under|to))|call it|name it|label it(?: as)?)(?: my| the)? ["'“]?([\p{L}\p{N}][\p{L}\p{N} _-]{0,40}?)["'”]?(?: (?:account|one))?(?:[, ]+please)?$/u

/** Of an account that cannot be used: a new credential for it. */
const ADD_AGAIN =
  /^(?:(?:please|ok|okay|yes|sure|no)[, ]+)*(?:i(?:'ll| will| want to|'d like to) )?(?:(?:re-?)?(?:add|connect|link) (?:it|that|that one|the account|this)?(?: ?again| ?anew)?|(?:add|give you|paste|send) (?:you )?a new (?:one|token|key|password|credential)|re-?add|(?:renew|replace|update|fix) (?:it|that|that one))(?: please)?$/

function readWhich(
  words: string,
  typed: string,
  offered: readonly AccountFact[],
  serviceWords: readonly string[],
): Reading | undefined {
  const answer = readAccountAnswer(words, typed, offered, serviceWords)
  if (answer === 'unclear') return { kind: 'unsure' }
  if (answer !== undefined) return { kind: 'accounts', ...answer }
  const [broken, another] = offered.filter(({ active }) => !active)
  if (ADD_AGAIN.test(words) && broken !== undefined && another === undefined)
    return { kind: 'accounts', accounts: [broken.id], all: false, by: 'place' }
  if (NO_ACCOUNT.test(words)) return { kind: 'cancel' }
  if (/^(?:no[, ]+)?(?:the |my )?(?:other|another|different)(?: one| account)?$/.test(words))
    return { kind: 'other-account' }
  if (asksWhich(words)) return { kind: 'help', topic: 'choice' }
  const near = nearestAccount(words, offered)
  if (near !== undefined) return { kind: 'accounts', accounts: [near], all: false, by: 'near' }
  return missesEveryAccount(words, offered) ? { kind: 'unsure' } : undefined
}

/** Refuses all that are offered. */
const NO_ACCOUNT = /^(?:none|neither|(?:none|neither) of (?:them|these|those)|neither one)$/

const ONLY =
  /^(?:(?:no|nope|yes|wait|actually|please|sorry|but|oh)[, ]+)*(?:(?:only|just)(?: (?:remove|delete|disconnect))?|(?:remove|delete|disconnect) (?:only|just)) (.+)$/
const ONLY_BEHIND = /^(?:(?:no|nope|yes|wait|actually|please|but)[, ]+)*(?:the |my )?(.+?) (?:only|alone)$/
const BUT =
  /^(?:(?:no|nope|yes|wait|actually|please|but)[, ]+)*(?:not|keep|don't (?:remove|delete)|do not (?:remove|delete)|(?:all|everything|both|all of them) (?:but|except)|except)(?: for)? (.+)$/

/** "No, only work", "not ranaroussi": fewer than were to be removed. */
function readFewer(words: string, typed: string, offered: readonly AccountFact[]): Reading | undefined {
  if (offered.length < 2) return undefined
  const kept = BUT.exec(words)?.[1]
  if (kept !== undefined) {
    if (/^(?:both|all|all of them|everything)$/.test(kept)) return { kind: 'only', accounts: [] }
    const spared = takeNames(kept, offered, typed)
    const rest = offered.filter(({ id }) => !spared.accounts.includes(id)).map(({ id }) => id)
    if (spared.oneOf) return { kind: 'only', accounts: [] }
    return spared.accounts.length === 0 || rest.length === 0 ? undefined : { kind: 'only', accounts: rest }
  }
  const only = ONLY.exec(words)?.[1] ?? ONLY_BEHIND.exec(words)?.[1]
  const answer = readAccountAnswer(only ?? words, typed, offered)
  if (answer === 'unclear') return { kind: 'only', accounts: [] }
  if (answer === undefined) return only === undefined ? undefined : { kind: 'only', accounts: [] }
  return { kind: 'only', accounts: answer.accounts }
}

/** Said of the question, not as a name. */
const NO_NAME = /^(?:not?|the|that|this|these|those|only|just|both|all|any|either|neither)\b/

/** The new name of an account, and nothing that is said to the question itself. */
function readName(words: string, typed: string): Reading | undefined {
  if (readPhrase(words) !== undefined || words === '' || words.length > 64) return undefined
  const said =
    /^(?:(?:call it|name it|rename it to|to|as|it should be|let's call it) )?["'“]?(.+?)["'”]?$/.exec(
      words,
    )?.[1]
  if (said === undefined || /\?$/.test(words) || !isNoOtherMatter(said)) return undefined
  // A name is kept and shown in clear: what may be a password, or a part of one, is none unless it is said to be one.
  const isDoubtful = isChatWord(said) || NO_NAME.test(said) || mayBePassword(typed)
  return said === words && isDoubtful ? { kind: 'unsure' } : { kind: 'name', label: asTyped(said, typed) }
}

/** "Save it" and "delete it": a yes or a no by what was asked; nothing where neither was asked. */
function readWish(wish: 'keep' | 'remove', { question }: Kept): Reading | undefined {
  if (question === 'add') return { kind: wish === 'keep' ? 'yes' : 'no' }
  if (question === 'removal') return { kind: wish === 'remove' ? 'yes' : 'no' }
  return undefined
}
