/**
 * Turns what the machine wants to say into text: the prompts' words, or the formation's own in their place.
 *
 * A formation replaces a text by its key (`user_credentials.prompts: { collect-inline.ask: "Token for {service}?" }`);
 * names in braces are the facts, everything else is shown as it stands.
 *
 * Long because every key of every text stands in one list.
 */
import type { ListedAccount } from '../machines/found.ts'
import type { AccountFact } from '../machines/kept.ts'
import type { QuestionFacts, Saying, SayingFacts } from '../machines/sayings.ts'
import type { OpenQuestion } from '../prompts/detect-need.ts'
import { ENGLISH } from '../prompts/languages/replies.ts'
import type { Replies } from '../prompts/languages/replies.ts'
import { accountName, inWords } from '../prompts/names.ts'
import type { ServiceWords } from '../prompts/names.ts'
import type { ConnectionWords } from '../prompts/redirect.ts'
import { turn } from '../prompts/turn.ts'
import { tellApart } from './providers/look-alike.ts'
import type { Services } from './providers/services.ts'

/** What the words need besides the facts of the moment. */
export interface WordsOptions {
  readonly services: Services
  readonly redirectMessage: string | undefined
  /** Texts of the formation by key. */
  readonly overrides: Readonly<Record<string, string>>
}

/** The words of one formation. */
export interface Words {
  /** One thing to say, as text. */
  say(saying: Saying, connection?: ConnectionWords): string
  validating(): string
  busy(): string
  heldBack(service: string): string
  /** Leads to the one-time page. */
  link(service: string, url: string): string
  unavailable(): string
  officialRequest(): string
  alreadyGoingOn(): string
  /** For the model: what the tool is for that connects an account of a service, and whose tools that brings. */
  connectTool(facts: { service: string; servers: readonly string[] }): string
  connected(service: string): string
  /** For the model: a server wants the user to open a page. */
  askedToOpen(facts: { server: string; host: string; url: string; message: string }): string
  tooLong(): string
  noText(): string
  /** For the model: the user said no to an account of this service, and the request goes on without. */
  declined(service: string): string
  /** Why one of several accounts gave nothing; `reason` with `failed`, scrubbed. */
  noAnswer(facts: {
    service: string
    account: string
    why: 'rejected' | 'gone' | 'unavailable' | 'failed'
    reason?: string
  }): string
}

/** Keys that belong to no step of the machine. */
const TURN_KEYS = [
  'redirect.link',
  'turn.busy',
  'turn.heldBack',
  'turn.unavailable',
  'turn.officialRequest',
  'turn.alreadyGoingOn',
  'turn.tooLong',
  'turn.noText',
  'turn.declined',
  'turn.noAnswer',
  'turn.connectTool',
  'turn.connected',
  'turn.askedToOpen',
  'validate.validating',
] as const

/** Makes the words of a formation, in English or with the replies of another language. */
export function createWords(options: WordsOptions, replies: Replies = ENGLISH): Words {
  const texts = createTexts(options, replies)
  const override = (key: string, facts: object, written: () => string): string => {
    const template = Object.hasOwn(options.overrides, key) ? options.overrides[key] : undefined
    return template === undefined ? written() : fill(template, facts, options)
  }
  const serviceOf = (id: string): ServiceWords => serviceWords(options.services, id)
  const own = replies.turn
  return {
    say: (said, connection) => {
      const saying = { ...said, facts: toldApart(said.facts, replies.language) } as Saying
      const facts = { ...saying.facts, ...connection }
      return override(saying.key, facts, () =>
        written(connection === undefined ? texts : createTexts(options, replies, connection), saying),
      )
    },
    validating: () => override('validate.validating', {}, replies.validate.validating),
    busy: () => override('turn.busy', {}, own.busy),
    heldBack: (service) =>
      override('turn.heldBack', { service }, () => own.heldBack({ service: serviceOf(service) })),
    link: (service, url) =>
      override('redirect.link', { service, url }, () =>
        replies.redirect.link({ service: serviceOf(service), url }),
      ),
    unavailable: () => override('turn.unavailable', {}, own.unavailable),
    officialRequest: () => override('turn.officialRequest', {}, own.officialRequest),
    alreadyGoingOn: () => override('turn.alreadyGoingOn', {}, own.alreadyGoingOn),
    tooLong: () => override('turn.tooLong', {}, own.tooLong),
    noText: () => override('turn.noText', {}, own.noText),
    // What is said to a model stays English.
    connectTool: (facts) =>
      override('turn.connectTool', facts, () =>
        turn.connectTool({ ...facts, service: serviceOf(facts.service) }),
      ),
    connected: (service) =>
      override('turn.connected', { service }, () => turn.connected({ service: serviceOf(service) })),
    askedToOpen: (facts) => override('turn.askedToOpen', facts, () => turn.askedToOpen(facts)),
    declined: (service) =>
      override('turn.declined', { service }, () => turn.declined({ service: serviceOf(service) })),
    noAnswer: (facts) =>
      override('turn.noAnswer', facts, () => turn.noAnswer({ ...facts, service: serviceOf(facts.service) })),
  }
}

type Texts = { readonly [Key in keyof SayingFacts]: (facts: SayingFacts[Key]) => string }

/** Every key a formation may replace. */
export function promptKeys(): readonly string[] {
  const none: Services = {
    all: [],
    rules: [],
    find: () => undefined,
    get: () => {
      throw new TypeError('no service')
    },
  }
  return [
    ...Object.keys(createTexts({ services: none, redirectMessage: undefined, overrides: {} }, ENGLISH)),
    ...TURN_KEYS,
  ]
}

function written<Key extends keyof SayingFacts>(
  texts: Texts,
  saying: { key: Key; facts: SayingFacts[Key] },
): string {
  return texts[saying.key](saying.facts)
}

function createTexts(
  { services, redirectMessage }: WordsOptions,
  replies: Replies,
  connection?: ConnectionWords,
): Texts {
  const { askAccount, collectInline, help, dedupe, detectNeed } = replies
  const { lockout, manageAccounts, redirect, validate } = replies
  const named = (id: string): ServiceWords => serviceWords(services, id)
  const maybe = (id: string | null): ServiceWords | null => (id === null ? null : named(id))
  const withService =
    <Facts extends { service: string }>(
      text: (facts: Omit<Facts, 'service'> & { service: ServiceWords }) => string,
    ) =>
    (facts: Facts): string =>
      text({ ...facts, service: named(facts.service) })
  const message = redirectMessage ?? null
  const withServiceNames = (accounts: readonly ListedAccount[]) =>
    accounts.map((account) => ({ ...account, serviceName: named(account.service).name }))
  return {
    'ask-account.whichService': ({ why }) => askAccount.whichService({ services: services.all, why }),
    'ask-account.which': withService(askAccount.which),
    'ask-account.broken': withService(askAccount.broken),
    'ask-account.none': (facts) => askAccount.none({ service: maybe(facts.service) }),
    'ask-account.notFound': (facts) => askAccount.notFound({ ...facts, service: maybe(facts.service) }),
    'ask-account.switched': withService(askAccount.switched),
    'ask-account.taken': askAccount.taken,
    'detect-need.unsure': (facts) => detectNeed.unsure(openQuestion(services, facts)),
    'detect-need.noHurry': (facts) => detectNeed.noHurry(openQuestion(services, facts)),
    'collect-inline.ask': (facts) => {
      const field = facts.field ?? firstField(services, facts.service)
      const isFirst = facts.field === null
      return collectInline.ask({ ...facts, service: named(facts.service), field: spoken(field), isFirst })
    },
    'collect-inline.offerAdd': (facts) =>
      collectInline.offerAdd({ ...facts, service: maybe(facts.service), awaited: maybe(facts.awaited) }),
    'collect-inline.offerAgain': (facts) => collectInline.offerAgain({ service: maybe(facts.service) }),
    'collect-inline.alsoFound': withService(collectInline.alsoFound),
    'collect-inline.isItYours': (facts) =>
      collectInline.isItYours({ service: named(facts.service), field: fieldOf(services, facts) }),
    'collect-inline.keptBack': withService(collectInline.keptBack),
    'collect-inline.declinedBefore': withService(collectInline.declinedBefore),
    'collect-inline.malformed': (facts) =>
      collectInline.malformed({ ...facts, service: named(facts.service), field: fieldOf(services, facts) }),
    'collect-inline.tooManyMalformed': withService(collectInline.tooManyMalformed),
    'collect-inline.oneOnly': (facts) => collectInline.oneOnly({ service: maybe(facts.service) }),
    'collect-inline.cancelled': (facts) => collectInline.cancelled({ service: maybe(facts.service) }),
    'collect-inline.discarded': (facts) => collectInline.discarded({ service: maybe(facts.service) }),
    'collect-inline.help': (facts) => {
      const where = services.find(facts.service)?.help ?? { url: undefined, scopes: undefined }
      return help({ ...facts, service: named(facts.service), help: where })
    },
    'dedupe.already': withService(dedupe.already),
    'lockout.locked': withService(lockout.locked),
    'lockout.busy': withService(lockout.busy),
    'validate.added': withService(validate.added),
    'validate.replaced': withService(validate.replaced),
    'validate.nowHave': withService(validate.nowHave),
    'validate.rejected': (facts) =>
      validate.rejected({
        ...facts,
        service: named(facts.service),
        field: spoken(firstField(services, facts.service)),
      }),
    'validate.unknown': withService(validate.unknown),
    'validate.retryAgain': withService(validate.retryAgain),
    'validate.toolRefuses': withService(validate.toolRefuses),
    'redirect.connect': (facts) =>
      redirect.connect({ service: named(facts.service), connection: connection ?? null }),
    'redirect.elsewhere': (facts) =>
      redirect.elsewhere({ service: named(facts.service), redirectMessage: message }),
    'redirect.insecure': withService(redirect.insecure),
    'redirect.shared': withService(redirect.shared),
    'redirect.notHere': (facts) =>
      redirect.notHere({ service: named(facts.service), redirectMessage: message }),
    'manage-accounts.list': (facts) =>
      manageAccounts.list({
        service: maybe(facts.service),
        accounts: withServiceNames(facts.accounts),
      }),
    'manage-accounts.usage': (facts) =>
      manageAccounts.usage({
        service: maybe(facts.service),
        uses: facts.uses.map((use) => ({ ...use, serviceName: named(use.service).name })),
      }),
    'manage-accounts.defaultSet': withService(manageAccounts.defaultSet),
    'manage-accounts.renamed': withService(manageAccounts.renamed),
    'manage-accounts.labelTaken': withService(manageAccounts.labelTaken),
    'manage-accounts.confirmRemoval': withService(manageAccounts.confirmRemoval),
    'manage-accounts.removed': withService(manageAccounts.removed),
    'manage-accounts.kept': manageAccounts.kept,
    'manage-accounts.unclear': manageAccounts.unclear,
    'manage-accounts.aboutRemoval': (facts) => manageAccounts.aboutRemoval({ service: maybe(facts.service) }),
    'manage-accounts.whichName': withService(manageAccounts.whichName),
    'manage-accounts.confirmForget': (facts) =>
      manageAccounts.confirmForget({ ...facts, accounts: withServiceNames(facts.accounts) }),
    'manage-accounts.forgotten': manageAccounts.forgotten,
    'manage-accounts.defaultCleared': withService(manageAccounts.defaultCleared),
    'manage-accounts.gone': manageAccounts.gone,
  }
}

/** A field as people read it. */
const spoken = (field: string | null): string | null => field && field.replaceAll('_', ' ')

/** The field asked for first where a service needs several; nothing where it needs one. */
function firstField(services: Services, id: string): string | null {
  const fields = services.find(id)?.fields ?? []
  return fields.length > 1 ? (fields[0] ?? null) : null
}

/** The field that is awaited, as people read it; nothing where the service needs one. */
const fieldOf = (services: Services, { service, field }: { service: string; field: string | null }) =>
  spoken(field ?? firstField(services, service))

function openQuestion(services: Services, facts: QuestionFacts): OpenQuestion {
  const { service, field } = facts
  return {
    ...facts,
    service: service === null ? null : serviceWords(services, service),
    services: services.all,
    field: service === null ? null : fieldOf(services, { service, field }),
  }
}

function serviceWords(services: Services, id: string): ServiceWords {
  const service = services.find(id)
  return service ?? { name: id.charAt(0).toUpperCase() + id.slice(1), credentialName: 'credential' }
}

/** The facts with accounts that can be taken for each other told apart. */
function toldApart<Facts extends object>(facts: Facts, language: string): Facts {
  if (!('accounts' in facts) || !Array.isArray(facts.accounts) || facts.accounts.length < 2) return facts
  const accounts = facts.accounts as readonly AccountFact[]
  const names = accounts.map(({ name }) => name)
  return {
    ...facts,
    accounts: accounts.map((one) => ({ ...one, name: tellApart(one.name, names, language) })),
  }
}

/** Puts facts into a formation's text, once: what a fact holds is never looked at again for braces. */
function fill(template: string, facts: object, options: WordsOptions): string {
  const values = new Map(Object.entries(facts as Record<string, unknown>))
  return template.replaceAll(/\{(\w+)\}/g, (whole, key: string) => {
    if (key === 'redirect_message') return options.redirectMessage ?? ''
    const value = values.get(key)
    if (value === undefined) return whole
    if ((key === 'service' || key === 'found') && typeof value === 'string')
      return serviceWords(options.services, value).name
    return inPlainWords(value)
  })
}

function inPlainWords(value: unknown): string {
  if (Array.isArray(value)) return inWords(value.map(inPlainWords))
  if (typeof value === 'object' && value !== null && 'name' in value) return accountName(value as AccountFact)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
