/**
 * What a message answers to the open question. Every word of it has to be one that such an answer is made of: one that is not
 * makes it another matter.
 *
 * Long because each question is answered in its own way, by the same few kinds of words.
 */
import {
  GIVING,
  DOING,
  ADDING,
  REMOVING,
  CHOOSING,
  SERVING,
  RETRYING,
  REPEATED,
  SHORT,
} from './answer-words.ts'
import { choose } from './choosing.ts'
import type { Chosen, Order } from './choosing.ts'
import type { WordClass } from './word-class.ts'
import type { Word } from './word.ts'
import { is, isAccount, isService, isUnknown, kinds } from './phrase.ts'
import type { Phrase } from './phrase.ts'
import type { Reading, Situation } from './reading.ts'
import { scriptOf } from './tokens.ts'

/** Reads an answer; nothing for any other message. */
export function readAnswer(phrase: Phrase, situation: Situation, order: Order): Reading | undefined {
  const { question } = situation
  switch (question) {
    case 'none':
      return undefined
    case 'account':
      return readChoice(phrase, situation, order) ?? readSame(phrase, CHOOSING, situation)
    case 'service':
      return readService(phrase) ?? readSame(phrase, SERVING, situation)
    case 'name':
      return readSame(phrase, kinds(...SHORT), situation)
    case 'secret':
      return readSame(phrase, GIVING, situation)
    case 'elsewhere':
      return readSame(phrase, DOING, situation)
    case 'add':
      return readService(phrase) ?? readSame(phrase, ADDING, situation)
    case 'retry':
      return readSame(phrase, RETRYING, situation)
    case 'removal':
      return readRemoval(phrase, situation, order)
  }
}

/** An account's name or label and nothing else: the only answer that is taken after something else was said. */
export function readUnmistakable(phrase: Phrase, situation: Situation, order: Order): Reading | undefined {
  if (situation.question !== 'account') return undefined
  const chosen = choose(phrase, situation.offered, [], order)
  const [id, another] = chosen.ids
  if (id === undefined || another !== undefined || chosen.excluded.length > 0) return undefined
  const rest = phrase.rest(
    kinds('account', 'credential', 'mine', 'from', 'it', 'use'),
    (word) => chosen.words.has(word) || isService(word),
  )
  return rest.length > 0 ? undefined : { kind: 'accounts', accounts: chosen.ids, all: false, by: chosen.by }
}

const ASKING: readonly WordClass[] = ['what', 'why', 'who', 'where', 'when', 'how', 'howLong', 'howMany']

/** "What's wrong?" asks; "why not" does not. */
const asks = ({ words, isQuestion }: Phrase): boolean => {
  const first = words.find((word) => !is(word, 'courtesies', 'yes', 'and'))
  const isAsked = (word: Word | undefined): boolean => is(word, ...ASKING) && !is(word, ...SHORT)
  return isAsked(first) || (isQuestion && words.some(isAsked))
}

/** "Can it be undone later?", "and if I do not want to?" */
const asksAbout = ({ words, isQuestion }: Phrase): boolean =>
  isQuestion &&
  (words.length > 1 || words[0]?.text.includes(' ') === true) &&
  words.some((word) => is(word, 'revoke', 'see', 'store', 'expire', 'unless', 'must', 'safe'))

/** What can be said to any question: yes, no, later, again, never mind. */
function readSame(
  phrase: Phrase,
  covered: ReadonlySet<WordClass>,
  situation: Situation,
): Reading | undefined {
  const { question, service } = situation
  const isWaiting = phrase.has('wait', 'later')
  const isOwn = (word: Word): boolean =>
    (isService(word) && (service === null || word.services.includes(service))) ||
    (isWaiting && is(word, 'number', 'give', 'show', 'change'))
  if (phrase.rest(covered, isOwn).length > 0 || asks(phrase) || asksAbout(phrase)) return undefined
  const has = (...list: WordClass[]): boolean => phrase.has(...list)
  const isNo = has('no') || has('neither') || (has('not') && !has('yes'))
  if (has('restart')) return { kind: 'start-over' }
  if (has('wait') && !has('no')) return { kind: 'later' }
  if (has('later')) return { kind: 'later' }
  if (has('cancel')) return { kind: has('no') && question === 'add' ? 'no' : 'cancel' }
  if (question === 'add') return readOffer(phrase)
  if (question === 'service' || question === 'account') {
    if (has('neither')) return { kind: 'cancel' }
    if (isNo && !has('vague')) return { kind: has('want', 'give', 'use') ? 'cancel' : 'no' }
    return undefined
  }
  if (question === 'secret' || question === 'elsewhere') {
    if (has('not') && has('want', 'give', 'safe', 'need') && !has('have')) return { kind: 'cancel' }
    if (isNo && !has('vague', 'have', 'credential'))
      return { kind: has('no') && !has('give', 'want') ? 'no' : 'cancel' }
    if (has('again')) return { kind: 'again' }
    if (
      question === 'elsewhere' &&
      !phrase.isQuestion &&
      !has('want') &&
      (has('done', 'connected') || (has('put') && has('it')))
    )
      return { kind: 'again' }
    return undefined
  }
  if (question === 'retry') {
    if (isNo && !has('vague')) return { kind: has('want') ? 'cancel' : 'no' }
    if (has('again', 'done')) return { kind: 'again' }
    return has('yes') && !has('vague') ? { kind: 'yes' } : undefined
  }
  return isNo && !has('vague') ? { kind: 'no' } : undefined
}

/** "Should I add it?" Yes is also "save it", and no is also "throw it away". */
function readOffer(phrase: Phrase): Reading | undefined {
  const has = (...list: WordClass[]): boolean => phrase.has(...list)
  const isKept = has('put', 'connect', 'store', 'keep')
  const isDropped = has('remove', 'disconnect', 'forget')
  if (has('vague') && !has('yes', 'no')) return undefined
  if (has('no', 'not')) return has('yes') && !has('no') ? undefined : { kind: 'no' }
  if (isDropped && !isKept) return { kind: 'no' }
  if (phrase.isQuestion && !has('yes')) return undefined
  return (has('yes') || isKept) && !has('vague') ? { kind: 'yes' } : undefined
}

function readService(phrase: Phrase): Reading | undefined {
  const [service, ...also] = phrase.services
  if (service === undefined || phrase.has('no', 'not', 'neither')) return undefined
  if (phrase.rest(SERVING, isService).length > 0) return undefined
  if (also.length > 0) return { kind: 'add', service, label: null, also }
  return { kind: 'service', service, ...(phrase.isNearService ? { near: true } : {}) }
}

/** "Which one?" */
function readChoice(phrase: Phrase, situation: Situation, order: Order): Reading | undefined {
  const { offered, service } = situation
  const chosen = choose(phrase, offered, offered, order)
  const isOwn = (word: Word): boolean =>
    chosen.words.has(word) ||
    isAccount(word) ||
    (isService(word) && (service === null || word.services.includes(service)))
  const isRepeated = chosen.ids.length > 0 && phrase.has('show', 'act') && isAtPlace(phrase, chosen)
  const rest = phrase.rest(isRepeated ? REPEATED : CHOOSING, isOwn)
  const isSlipped = chosen.ids.length > 0 && isNegligible(phrase, rest)
  if (rest.length > (isRepeated ? MOST_UNKNOWN : 0) && !isSlipped) return undefined
  // "Always use X" is a wish for a default.
  if (chosen.ids.length > 0 && phrase.has('always') && phrase.has('use', 'make')) return undefined
  if (phrase.has('later', 'cancel') || (phrase.has('wait') && chosen.ids.length === 0)) return undefined
  if (chosen.isMissing) return { kind: 'unsure' }
  if (chosen.by === 'place' && deniesWhole(phrase, chosen))
    return phrase.has('neither') ? { kind: 'cancel' } : { kind: 'unsure' }
  if (chosen.ids.length > 0)
    return {
      kind: 'accounts',
      accounts: chosen.ids,
      all: chosen.isAll,
      by: isSlipped && chosen.by === 'name' ? 'near' : chosen.by,
    }
  const left = offered.filter(({ id }) => !chosen.excluded.includes(id))
  const [remaining] = left
  if (chosen.excluded.length > 0 && remaining !== undefined && left.length === 1)
    return { kind: 'accounts', accounts: [remaining.id], all: false, by: 'place' }
  if (chosen.excluded.length > 0) return { kind: 'unsure' }
  if (phrase.has('other') && !phrase.has('no', 'vague')) return readOther(situation)
  return undefined
}

/** Whether "both" or a place is said in order to refuse it: "none of the two", "las dos no", "両方いらない". */
function deniesWhole({ words }: Phrase, chosen: Chosen): boolean {
  const places = words.flatMap((word, index) => (chosen.words.has(word) ? [index] : []))
  const first = places[0]
  const last = places.at(-1)
  if (first === undefined || last === undefined || chosen.excluded.length > 0) return false
  const before = words.slice(0, first + 1)
  const start = before.findLastIndex(({ gap }, index) => index > 0 && gap.includes(','))
  const isBefore = before.slice(Math.max(start, 0), -1).some((word) => is(word, 'not', 'neither', 'no'))
  const behind = words.slice(last + 1)
  return (
    isBefore ||
    is(words[first], 'neither') ||
    behind.some((word) => is(word, 'no', 'neither') || (is(word, 'not') && !word.gap.includes(',')))
  )
}

/** So many words that are not known may stand in a request that is said again. */
const MOST_UNKNOWN = 4

/** "Teh personal one", "des private halt": one short word that nobody knows takes nothing from an answer that names an account. */
const isNegligible = ({ words, isQuestion }: Phrase, rest: readonly Word[]): boolean =>
  !isQuestion &&
  words.length <= 6 &&
  rest.length === 1 &&
  rest.every(
    (word) =>
      isUnknown(word) &&
      word.quotation === 0 &&
      [...word.text].length <= (scriptOf(word.text) === 'unspaced' ? 2 : 4),
  )

/** "The other one": of two, not the one that is used; else it is not said which. */
function readOther({ offered }: Situation): Reading {
  const unused = offered.filter(({ isUsed }) => !isUsed)
  const [other] = unused
  return other !== undefined && unused.length === 1 && offered.length === 2
    ? { kind: 'accounts', accounts: [other.id], all: false, by: 'place' }
    : { kind: 'other-account' }
}

/** "Show PRs from both", "muxi-aiのPRを見せて": the account stands where it says whose. */
function isAtPlace({ words }: Phrase, chosen: Chosen): boolean {
  return words.some((word, index) => {
    if (!chosen.words.has(word)) return false
    let before = index - 1
    while (before >= 0 && (is(words[before], 'mine', 'it') || chosen.words.has(words[before] ?? word)))
      before -= 1
    return is(words[before], 'from') || is(words[index + 1], 'from', 'account')
  })
}

/** "Remove …?" A narrower answer narrows; another account is another request. */
function readRemoval(phrase: Phrase, situation: Situation, order: Order): Reading | undefined {
  const { offered, accounts, service } = situation
  const pool = accounts.filter((account) => service === null || account.service === service)
  const isOwn = (word: Word): boolean =>
    isAccount(word) || (isService(word) && (service === null || word.services.includes(service)))
  if (phrase.rest(REMOVING, isOwn).length > 0 || asks(phrase) || asksAbout(phrase)) return undefined
  const has = (...list: WordClass[]): boolean => phrase.has(...list)
  const said = chooseToRemove(phrase, pool, offered, order)
  if (has('undo', 'restart') || (has('no') && has('need'))) return { kind: 'no' }
  if (said.ids.length > 0 || said.excluded.length > 0) {
    const reading = narrow(said, situation)
    // A yes has to be said: neither a bare name nor a name behind "no" is one.
    const isSaid =
      has('yes', 'remove', 'disconnect', 'forget', 'logOut') &&
      !has('no', 'not', 'vague') &&
      !phrase.isQuestion
    return reading.kind === 'yes' && !isSaid ? { kind: 'unsure' } : reading
  }
  if (said.isMissing && (has('keep') || order.verbLast)) return { kind: 'no' }
  if (said.isMissing) return has('no', 'not') ? { kind: 'only', accounts: [] } : { kind: 'unsure' }
  if (has('wait') && !has('no', 'keep')) return { kind: 'later' }
  if (has('later')) return { kind: 'later' }
  if (has('vague') && !has('yes', 'no')) return undefined
  if (has('cancel') && !has('keep')) return { kind: has('no') ? 'no' : 'cancel' }
  if (has('keep', 'neither') || (has('no', 'not') && !has('yes'))) return { kind: 'no' }
  if (has('no', 'not')) return has('no') ? undefined : { kind: 'no' }
  if (phrase.isQuestion) return undefined
  return has('yes', 'remove', 'disconnect', 'forget', 'logOut') && !has('vague') ? { kind: 'yes' } : undefined
}

/** In "keep personal, remove work" each half is read by itself. */
function chooseToRemove(
  phrase: Phrase,
  pool: Situation['accounts'],
  offered: Situation['offered'],
  order: Order,
): Chosen {
  const chosen = choose(phrase, pool, offered, order)
  if (!phrase.has('keep')) return chosen
  if (!phrase.has('remove', 'disconnect')) return { ...chosen, ids: [], excluded: chosen.ids }
  const kept = new Set<string>()
  const gone = new Set<string>()
  let isKept = false
  let hasVerb = false
  for (const word of phrase.words) {
    if (word.gap.includes(',') || is(word, 'and')) hasVerb = false
    if (is(word, 'keep')) [isKept, hasVerb] = [true, true]
    else if (is(word, 'remove', 'disconnect')) [isKept, hasVerb] = [false, true]
    if (!chosen.words.has(word)) continue
    for (const id of [...word.accounts, ...word.near]) (isKept && hasVerb ? kept : gone).add(id)
  }
  return {
    ...chosen,
    ids: chosen.ids.filter((id) => !kept.has(id)),
    excluded: [...new Set([...chosen.excluded, ...kept])].filter((id) => !gone.has(id)),
  }
}

function narrow(said: Chosen, { offered, service }: Situation): Reading {
  const asked = offered.map(({ id }) => id)
  const others = said.ids.filter((id) => !asked.includes(id))
  if (others.length > 0)
    return { kind: 'remove', service, accounts: said.ids, ...(said.by === 'near' ? { near: true } : {}) }
  const left = said.ids.length > 0 ? said.ids : asked.filter((id) => !said.excluded.includes(id))
  if (left.length === asked.length) return { kind: 'yes' }
  return left.length === 0 ? { kind: 'no' } : { kind: 'only', accounts: left }
}
