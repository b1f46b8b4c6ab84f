/**
 * Whether a message asks directly for the user's own things at a service: "show my GitHub repositories", "what's on my Google
 * calendar?". Mentions, opinions and questions about a service are none of it; a tool that needs an account says so itself.
 */
import { choose } from './choosing.ts'
import type { Order } from './choosing.ts'
import type { WordClass } from './word-class.ts'
import type { Word } from './word.ts'
import { is, isService, isUnknown } from './phrase.ts'
import type { Phrase } from './phrase.ts'
import type { Reading, Situation } from './reading.ts'
import { isSurelyNamed, onlyPlace } from './target.ts'

/** A longer message is no request that is said to an assistant; in words. */
const MOST_WORDS = 18
/** So many of its words may be known to no list: "show my open PRs about the login page". */
const MOST_UNKNOWN = 4
/** What makes a text, talks of others or of how things are done. */
const OTHER_MATTER: readonly WordClass[] = ['drafting', 'said', 'others', 'because', 'unless']
const ASKED: readonly WordClass[] = ['what', 'which', 'howMany', 'have', 'who']

/** Reads such a request; nothing for any other message. */
export function readUse(phrase: Phrase, situation: Situation, order: Order): Reading | undefined {
  const { words } = phrase
  if (words.length > MOST_WORDS || words.filter(isUnknown).length > MOST_UNKNOWN) return undefined
  return readWithAccounts(phrase, situation, order) ?? readOwn(phrase, order)
}

/** "Show PRs from ranaroussi", "check the notifications on both accounts". */
function readWithAccounts(phrase: Phrase, situation: Situation, order: Order): Reading | undefined {
  const { accounts, spoken } = situation
  const [service = null] = phrase.services
  if (!asks(phrase, order) && !phrase.has('act')) return undefined
  if (
    phrase.has('why', 'how', 'not', 'said', 'because') ||
    phrase.words.some((word) => is(word, 'about') && !is(word, 'from', 'little'))
  )
    return undefined
  const pool = service === null ? accounts : accounts.filter((account) => account.service === service)
  const chosen = choose(phrase, pool, [], order)
  const isNamed =
    chosen.ids.length > 0 &&
    chosen.excluded.length === 0 &&
    isSurelyNamed(phrase, chosen, NOTHING_OPEN(situation))
  const placed = isNamed && isPlaced(phrase, chosen.words)
  if (placed) {
    const places = [
      ...new Set(accounts.filter(({ id }) => chosen.ids.includes(id)).map((account) => account.service)),
    ]
    const [place, another] = places
    if (place === undefined || another !== undefined) return undefined
    return {
      kind: 'use',
      service: place,
      accounts: chosen.ids,
      ...(chosen.by === 'near' ? { near: true } : {}),
    }
  }
  const place = service ?? spoken?.service ?? onlyPlace(accounts) ?? placeOfMany(accounts)
  const own = accounts.filter((account) => account.service === place)
  if (place === null || own.length < 2 || !meansEvery(phrase, own.length)) return undefined
  return { kind: 'use', service: place, accounts: own.map(({ id }) => id) }
}

/** In a request for something else, what is being talked of makes no name of an ordinary word. */
const NOTHING_OPEN = (situation: Situation): Situation => ({
  ...situation,
  question: 'none',
  armed: false,
  spoken: null,
})

/** The only service of which the user has more than one account. */
function placeOfMany(accounts: Situation['accounts']): string | null {
  const many = [...new Set(accounts.map(({ service }) => service))].filter(
    (service) => accounts.filter((account) => account.service === service).length > 1,
  )
  return many.length === 1 ? (many[0] ?? null) : null
}

/** "Both accounts", "all my GitHub accounts"; "from both" at the end. */
function meansEvery({ words }: { words: readonly Word[] }, count: number): boolean {
  return words.some((word, index) => {
    if (!is(word, 'both', 'all') || (is(word, 'both') && !is(word, 'all') && count !== 2)) return false
    const behind = words
      .slice(index + 1)
      .filter((other) => !is(other, 'mine', 'little', 'from') && !isService(other))
    if (is(behind[0], 'account')) return true
    return is(word, 'both') && behind.length === 0 && is(words[index - 1], 'from')
  })
}

/** A name stands in a place where it says whose: "from X", "my X account", "X の". */
function isPlaced({ words }: Phrase, named: ReadonlySet<Word>): boolean {
  return words.some((word, index) => {
    if (!named.has(word)) return false
    let before = index - 1
    while (
      before >= 0 &&
      (is(words[before], 'mine') ||
        isArticle(words[before]) ||
        named.has(words[before] ?? word) ||
        isService(words[before] ?? word))
    )
      before -= 1
    const next = words[index + 1]
    const isOwned = words.slice(before + 1, index).some((other) => is(other, 'mine') || isService(other))
    const isBehind =
      next === undefined ||
      next.gap !== '' ||
      is(next, 'and', 'account', 'courtesies', 'little') ||
      isService(next) ||
      named.has(next)
    return (
      (is(words[before], 'from') && isBehind) ||
      (isOwned && isBehind && (next === undefined || is(next, 'account') || isService(next))) ||
      is(next, 'from', 'account')
    )
  })
}

const isArticle = (word: Word | undefined): boolean => is(word, 'little') && !is(word, 'from')

/** A request in the imperative, or a polite question. */
function asks({ words, isQuestion }: Phrase, { verbLast }: Order): boolean {
  const said = words.filter((word) => !is(word, 'courtesies', 'yes', 'and') || is(word, 'want', 'show'))
  const first = said[0]
  const last = said.filter((word) => !is(word, 'little')).at(-1)
  if (is(first, 'show') || is(last, 'show')) return true
  if (
    (verbLast || is(first, 'use', 'from')) &&
    said.some(
      (word) => is(word, 'show') || (verbLast && is(word, 'howMany', 'what', 'which') && !is(word, 'little')),
    )
  )
    return true
  if (is(first, 'want') || (is(first, 'me') && is(said[1], 'want')))
    return said.some((word) => is(word, 'show')) || said.slice(1, 3).some((word) => is(word, ...ASKED))
  if (is(first, ...ASKED)) return true
  // "Can employers read my messages?" asks about others.
  if (is(first, 'asking') && said[1] !== undefined)
    return isQuestion && is(said[1], 'me', 'you', 'mine', 'have', 'things', ...ASKED)
  return isQuestion && first !== undefined && !isUnknown(first)
}

/** The user's own things at a service: "my GitHub PRs", "my open issues on GitHub", "tickets assigned to me". */
function readOwn(phrase: Phrase, order: Order): Reading | undefined {
  const { words } = phrase
  const [service, another] = phrase.services
  if (service === undefined || another !== undefined || phrase.isNearService) return undefined
  if (!asks(phrase, order) || phrase.has(...OTHER_MATTER, 'why', 'how', 'not', 'account', 'credential'))
    return undefined
  const place = words.findIndex(isService)
  const thing = words.findIndex((word) => is(word, 'things'))
  const owner = words.findIndex((word) => is(word, 'mine'))
  const isMine =
    owner >= 0 ||
    phrase.has('assigned') ||
    (phrase.has('me') &&
      ((phrase.has('have') && (phrase.isQuestion || phrase.has('show', 'what', 'which'))) ||
        phrase.has('howMany')))
  if (!isMine && !order.dropsOwner) return undefined
  // "My page about onboarding" is one's own, "my essay about Slack" is about Slack.
  const about = words.findIndex((word) => is(word, 'about') && !is(word, 'from', 'little'))
  if (about >= 0 && about < Math.max(place, thing)) return undefined
  if (thing >= 0) return isNear(words, place, thing) ? { kind: 'use', service, accounts: null } : undefined
  // "Check my Slack": nothing else may follow.
  if (place >= 0 && asksWhatIHave(phrase)) return { kind: 'use', service, accounts: null }
  const isWhole = words
    .slice(place + 1)
    .every((word) =>
      is(word, 'little', 'courtesies', 'time', 'me', 'what', 'another', 'have', 'asking', 'show', 'from'),
    )
  const isOwned =
    owner >= 0 && words.slice(owner + 1, place).every((word) => is(word, 'little', 'from', 'mine'))
  return isWhole && isOwned && is(words[owner], 'mine') ? { kind: 'use', service, accounts: null } : undefined
}

/** "What do I have on Jira?": the things go without saying. */
const asksWhatIHave = (phrase: Phrase): boolean =>
  phrase.has('what', 'howMany') &&
  phrase.has('me') &&
  phrase.has('have', 'must', 'assigned') &&
  phrase.words.length <= 9 &&
  phrase.words.every(
    (word) =>
      isService(word) ||
      is(
        word,
        'what',
        'howMany',
        'me',
        'have',
        'must',
        'assigned',
        'little',
        'courtesies',
        'time',
        'asking',
        'from',
        'show',
        'make',
        'act',
        'another',
      ),
  )

/** A thing belongs to a service where little stands between them. */
function isNear(words: readonly Word[], place: number, thing: number): boolean {
  const [from, to] = place < thing ? [place, thing] : [thing, place]
  return (
    words
      .slice(from + 1, to)
      .filter(
        (word) =>
          !is(
            word,
            'little',
            'from',
            'mine',
            'me',
            'time',
            'things',
            'it',
            'show',
            'what',
            'which',
            'another',
            'have',
          ),
      ).length <= 1
  )
}
