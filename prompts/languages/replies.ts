/**
 * The texts of the product, in English as they stand in the steps' own files, or in another language out of its phrasebook.
 *
 * What decides between two sentences is told here, once for all languages; the languages hold the sentences. Lists, times and
 * numbers are put into words by `Intl`. Long because every text stands in one list.
 */
import { askAccount } from '../ask-account.ts'
import { help } from '../collect-inline-help.ts'
import { collectInline } from '../collect-inline.ts'
import { dedupe } from '../dedupe.ts'
import { detectNeed } from '../detect-need.ts'
import { lockout } from '../lockout.ts'
import { manageAccounts } from '../manage-accounts.ts'
import { accountName } from '../names.ts'
import type { AccountWords, ServiceWords } from '../names.ts'
import { redirect } from '../redirect.ts'
import { turn } from '../turn.ts'
import { validate } from '../validate.ts'
import { manageAccountsIn } from './manage-accounts.ts'
import type { Phrasebook, PhraseKey } from './phrasebook.ts'
import { sayIn, sentences, wordsOf } from './say.ts'
import type { LanguageWords, Say } from './say.ts'

/** Every text that people are told, by the step that says it. */
export interface Replies {
  /** ISO 639-1. */
  readonly language: string
  readonly askAccount: typeof askAccount
  readonly collectInline: typeof collectInline
  readonly help: typeof help
  readonly dedupe: typeof dedupe
  readonly detectNeed: typeof detectNeed
  readonly lockout: typeof lockout
  readonly manageAccounts: typeof manageAccounts
  readonly redirect: typeof redirect
  /** What is said to a model stays English. */
  readonly turn: Pick<
    typeof turn,
    'busy' | 'heldBack' | 'unavailable' | 'officialRequest' | 'alreadyGoingOn' | 'tooLong' | 'noText'
  >
  readonly validate: typeof validate
}

/** The texts in English. */
export const ENGLISH: Replies = {
  language: 'en',
  askAccount,
  collectInline,
  help,
  dedupe,
  detectNeed,
  lockout,
  manageAccounts,
  redirect,
  turn,
  validate,
}

/** The texts of a language. */
export function createReplies(book: Phrasebook): Replies {
  const say = sayIn(book)
  const words = wordsOf(book)
  return {
    language: book.code,
    askAccount: askAccountIn(say, words),
    collectInline: collectInlineIn(say, words),
    help: helpIn(say, words),
    dedupe: { already: ({ service: { name } }) => say('already', { service: name }) },
    detectNeed: detectNeedIn(say, words),
    lockout: {
      locked: ({ service: { name }, minutes, waits }) =>
        sentences(
          say('locked', { service: name, time: words.minutes(minutes) }),
          waits ? say('lockedKept') : '',
        ),
      busy: ({ service: { name } }) => say('busyChecking', { service: name }),
    },
    manageAccounts: manageAccountsIn(say, words),
    redirect: redirectIn(say, words),
    turn: {
      busy: () => say('busy'),
      heldBack: ({ service }) => say('heldBack', { service: service.name, what: words.what(service) }),
      unavailable: () => say('unavailable'),
      officialRequest: () => say('officialRequest'),
      alreadyGoingOn: () => say('alreadyGoingOn'),
      tooLong: () => say('messageTooLong'),
      noText: () => say('noText'),
    },
    validate: validateIn(say, words),
  }
}

function askAccountIn(say: Say, words: LanguageWords): typeof askAccount {
  const whatIsWrong = (account: AccountWords, service: ServiceWords): string => {
    const facts = { account: accountName(account), service: service.name, what: words.what(service) }
    if (account.damaged === true) return say('wrongDamaged', facts)
    return account.expired === true ? say('wrongExpired', facts) : say('wrongRejected', facts)
  }
  return {
    whichService({ services, why }) {
      if (services.length === 0) return say('noService')
      const facts = { services: words.list(services.map(({ name }) => name)) }
      return why === 'add' || why === 'stray' ? say('whichServiceToAdd', facts) : say('whichService', facts)
    },
    which({ service: { name }, accounts, oneAtATime = false }) {
      const facts = { service: name, accounts: words.toChoose(accounts) }
      return oneAtATime ? say('whichSingle', facts) : say('which', facts)
    },
    broken: ({ service, accounts, usable }) =>
      say('broken', {
        wrong: accounts.map((account) => whatIsWrong(account, service)).join('; '),
        usable: words.either(usable.map(accountName)),
      }),
    none: ({ service }) => (service === null ? say('none') : say('noneOf', { service: service.name })),
    notFound: ({ accounts }) =>
      accounts.length === 0 ? say('notFoundNone') : say('notFound', { accounts: words.accounts(accounts) }),
    taken: ({ accounts }) => say('taken', { accounts: words.quoted(accounts) }),
    switched: ({ service: { name }, accounts }) =>
      say('switched', { service: name, accounts: words.quoted(accounts) }),
  }
}

const PROBLEMS = {
  unsendable: 'unsendable',
  'too-long': 'tooLong',
  'too-short': 'tooShort',
  empty: 'empty',
  'cut-off': 'cutOff',
  commit: 'commit',
  uuid: 'uuid',
  path: 'path',
  url: 'url',
  words: 'words',
  document: 'document',
} as const satisfies Readonly<Record<string, PhraseKey>>

function collectInlineIn(say: Say, words: LanguageWords): typeof collectInline {
  return {
    ask({ service, why, field, isFirst, account }) {
      const facts = { service: service.name, what: words.what(service, field) }
      if (isFirst && why === 'rejected') {
        if (account === null) return say('askAnew', facts)
        const named = { ...facts, account: accountName(account) }
        if (account.damaged === true) return say('askAnewDamaged', named)
        return account.expired === true ? say('askAnewExpired', named) : say('askAnewOf', named)
      }
      return !isFirst || why === 'add' || why === 'stray' ? say('ask', facts) : say('askForUse', facts)
    },
    offerAdd({ service, late, awaited }) {
      if (service === null) return say('offerUnplaced')
      const facts = { service: service.name, what: words.what(service) }
      if (awaited !== null) return say('offerBeside', { ...facts, awaited: awaited.name })
      return late ? say('offerLate', facts) : say('offer', facts)
    },
    offerAgain: ({ service }) =>
      service === null
        ? say('offerAgainUnplaced')
        : say('offerAgain', { service: service.name, what: words.what(service) }),
    alsoFound: ({ service }) => say('alsoFound', { service: service.name, what: words.what(service) }),
    isItYours: ({ service, field }) => say('isItYours', { what: words.what(service, field) }),
    keptBack: ({ service, awaited }) =>
      awaited
        ? say('keptBackAwaited', { service: service.name, what: words.what(service) })
        : say('keptBack', { service: service.name }),
    declinedBefore: ({ service: { name } }) => say('declinedBefore', { service: name }),
    malformed({ service, problem, field, length }) {
      const facts = { service: service.name, what: words.what(service) }
      if (problem === 'password') return say('malformedPassword', facts)
      if (problem === 'fields') return say('malformedFields', { ...facts, what: words.what(service, field) })
      const because =
        length === undefined
          ? say(PROBLEMS[problem])
          : say('cutOffAt', { given: words.number(length.given), whole: words.number(length.whole) })
      return say('malformed', { ...facts, problem: because })
    },
    tooManyMalformed: ({ service }) =>
      say('tooManyMalformed', { service: service.name, what: words.what(service) }),
    cancelled: ({ service }) =>
      service === null ? say('cancelledAny') : say('cancelled', { service: service.name }),
    discarded: () => say('discarded'),
    oneOnly: () => say('oneOnly'),
  }
}

function helpIn(say: Say, words: LanguageWords): typeof help {
  return (asked) => {
    const { service, topic, next, minutes, help: where } = asked
    const facts = { service: service.name, what: words.what(service) }
    const make = where.url === undefined ? say('makeOne', facts) : say('makeOneAt', { url: where.url })
    const what = sentences(say('helpWhat', facts), make)
    const answers: Readonly<Record<typeof topic, () => string>> = {
      what: () => what,
      general: () => what,
      purpose: () => sentences(what, say('helpPurpose')),
      scopes: () =>
        sentences(
          where.scopes === undefined ? say('helpScopesLeast') : say('helpScopes', { scopes: where.scopes }),
          make,
        ),
      safety: () => say('helpSafety', facts),
      visibility: () => say('helpVisibility', facts),
      storage: () => say('helpStorage', facts),
      usage: () => say('helpUsage', facts),
      choice: () => say('helpChoice', facts),
      revocation: () => say('helpRevocation', { ...facts, place: where.url ?? service.name }),
      expiry: () => say('helpExpiry', facts),
      refusal: () => say('helpRefusal', facts),
      reason() {
        if (next === 'wait') return say('helpPaused', facts)
        return next === 'retry' ? say('helpUnchecked', facts) : sentences(what, say('helpPurpose'))
      },
      'retry-time': () =>
        minutes === null ? say('helpRetryNow') : say('helpRetryIn', { time: words.minutes(minutes) }),
    }
    const nexts: Readonly<Record<typeof next, () => string>> = {
      paste: () => say('nextPaste'),
      confirm: () => say('nextConfirm'),
      retry: () => say('nextRetry'),
      wait: () => say('nextWait'),
      elsewhere: () => say('nextElsewhere'),
    }
    return sentences(answers[topic](), nexts[next]())
  }
}

function detectNeedIn(say: Say, words: LanguageWords): typeof detectNeed {
  type Open = Parameters<typeof detectNeed.unsure>[0]
  const whatToSay = ({ question, service, services, field, accounts, single, pending }: Open): string => {
    const name = service?.name ?? ''
    const what = service === null ? '' : words.what(service)
    switch (question) {
      case 'service':
        return say('sayService', { services: words.list(services.map((one) => one.name)) })
      case 'account': {
        const facts = { accounts: words.toChoose(accounts) }
        if (single) return say('sayAccount', facts)
        return accounts.length === 2 ? say('sayAccountOrBoth', facts) : say('sayAccountOrAll', facts)
      }
      case 'name':
        return say('sayName')
      case 'add':
        return service === null ? say('sayPlace') : say('offerAgain', { service: name, what })
      case 'retry':
        return pending ? say('retryAgain', { service: name, what }) : say('nextWait')
      case 'elsewhere':
        return say('sayElsewhere', { service: name })
      default:
        return say('sayPaste', { service: name, what: service === null ? '' : words.what(service, field) })
    }
  }
  return {
    unsure(facts) {
      const { question } = facts
      const lead =
        question === 'service'
          ? say('unknownService')
          : question === 'account'
            ? say('unknownAccount')
            : say('notUnderstood')
      return sentences(lead, whatToSay(facts))
    },
    noHurry: (facts) => sentences(say('noHurry'), whatToSay(facts)),
  }
}

function redirectIn(say: Say, words: LanguageWords): typeof redirect {
  return {
    elsewhere: ({ service: { name }, redirectMessage }) =>
      redirectMessage === null
        ? say('elsewhere', { service: name })
        : redirectMessage.replaceAll('{service}', () => name),
    link: ({ service: { name }, url }) => say('link', { service: name, url }),
    connect({ service: { name }, connection }) {
      if (connection === null) return say('connectNotNow', { service: name })
      const { url, userCode, minutes } = connection
      const facts = { service: name, url, time: words.minutes(minutes) }
      return userCode === null ? say('connectLink', facts) : say('connectCode', { ...facts, code: userCode })
    },
    insecure: ({ service: { name }, pasted }) =>
      pasted ? say('insecurePasted') : say('insecure', { service: name }),
    shared: ({ service: { name }, pasted }) =>
      pasted ? say('sharedPasted') : say('shared', { service: name }),
    notHere: ({ service: { name }, redirectMessage }) =>
      sentences(
        say('notHere', { service: name }),
        redirectMessage?.replaceAll('{service}', () => name) ?? '',
      ),
  }
}

const UNKNOWN = {
  clock: 'clock',
  incomplete: 'incomplete',
  scope: 'scope',
  'rate-limited': 'rateLimited',
  'sso-required': 'ssoRequired',
  forbidden: 'forbidden',
  unavailable: 'serviceDown',
  timeout: 'timeout',
  network: 'network',
  redirected: 'redirected',
  unreadable: 'unreadable',
} as const satisfies Readonly<Record<string, PhraseKey>>

function validateIn(say: Say, words: LanguageWords): typeof validate {
  const labelLeftOut = (holder: AccountWords | null): string =>
    holder === null ? '' : `\n${say('labelLeftOut', { holder: holder.name })}`
  return {
    validating: () => say('validating'),
    added({ service, account, checked, labelHolder = null, lookAlike = null }) {
      const added = say(checked ? 'added' : 'addedUnchecked', {
        service: service.name,
        account: account.name,
      })
      const alike = lookAlike === null ? '' : `\n${say('lookAlike', { other: lookAlike.name })}`
      return `${added}${labelLeftOut(labelHolder)}${alike}`
    },
    replaced: ({ service, account, labelHolder = null }) =>
      `${say('replaced', { service: service.name, account: account.name })}${labelLeftOut(labelHolder)}`,
    nowHave: ({ service, accounts }) =>
      say('nowHave', {
        service: service.name,
        accounts: accounts.map(({ name }) => name).join(', '),
        count: words.number(accounts.length),
      }),
    rejected({ service, field, attemptsLeft, expired, damaged }) {
      const facts = { service: service.name, what: words.what(service) }
      return sentences(
        expired ? say('rejectedExpired', facts) : say('rejected', facts),
        damaged && !expired ? say('looksIncomplete') : '',
        attemptsLeft === null ? '' : say('triesLeft', { count: words.number(attemptsLeft) }),
        field === null ? say('pasteAgain') : say('startAgain', { field: words.what(service, field) }),
      )
    },
    unknown: ({ service, reason }) =>
      say('unchecked', { service: service.name, reason: say(UNKNOWN[reason]) }),
    retryAgain: ({ service, pending }) =>
      pending
        ? say('retryAgain', { service: service.name, what: words.what(service) })
        : say('retryPaused', { service: service.name }),
    toolRefuses: ({ service }) => say('toolRefuses', { service: service.name }),
  }
}
