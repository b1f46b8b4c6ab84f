/** Everything that can happen to a conversation, and everything an actor can answer, in as few words as cover it. */
import { ANSWER_MS } from '../../machines/questions.ts'
import type { Event } from '../../machines/conversation.ts'
import type {
  Admission,
  Examination,
  ManagementFacts,
  StoredFacts,
  ValidationFacts,
} from '../../machines/found.ts'
import type { AccountFact, Kept } from '../../machines/kept.ts'
import type { HelpTopic, Reading } from '../../machines/readings.ts'
import type { ActorName, Answer, Outputs } from './settle-on-command.ts'

/** When every turn of the walk happens; records are moved to it, so that equal situations are equal values. */
export const NOW = 1_800_000_000_000

/** Handles of a turn: what stands for text and secrets. None of them may outlive it. */
export const handles = {
  message: 'handle-of-message',
  given: 'handle-of-given-secret',
  pending: 'handle-of-pending-secret',
  held: 'handle-of-held-message',
  other: 'handle-of-another-secret',
  partial: 'handle-of-partial-secret',
  complete: 'handle-of-complete-secret',
  slot: 'handle-of-slot',
}

/** The account a single one is. */
export const first: AccountFact = {
  id: 'a1',
  name: 'ranaroussi',
  label: null,
  active: true,
  isDefault: false,
}
/** The other one. */
export const second: AccountFact = {
  id: 'a2',
  name: 'muxi-ai',
  label: 'work',
  active: true,
  isDefault: false,
}

const both = [first.id, second.id]
const someServices = ['github', 'slack', null]
const someAccounts = [null, [first.id], both, ['gone']]

const topics: HelpTopic[] = ['what', 'retry-time']

const others = [{ service: 'slack', secret: handles.other }]

/** Every kind of reading, with the services, accounts and secrets that make a difference. */
export const readings: Reading[] = [
  { kind: 'none' },
  { kind: 'unsure' },
  { kind: 'use', service: 'github', accounts: null },
  { kind: 'use', service: 'github', accounts: [second.id] },
  { kind: 'use', service: 'github', accounts: both },
  { kind: 'use', service: 'github', accounts: ['gone'] },
  // A name that fits both, and means one of them.
  ...(['use', 'switch', 'default', 'remove'] as const).map((kind): Reading => ({
    kind,
    service: 'github',
    accounts: both,
    oneOf: true,
  })),
  { kind: 'use', service: 'slack', accounts: null },
  ...someServices.map((service): Reading => ({ kind: 'add', service, secret: null, label: null })),
  ...someServices.map((service): Reading => ({ kind: 'add', service, secret: handles.given, label: 'home' })),
  { kind: 'add', service: 'github', secret: handles.given, label: null, standing: 'beside', others },
  ...someServices.flatMap((service): Reading[] => [
    { kind: 'secret', service, secret: handles.given, late: false, standing: 'alone' },
    { kind: 'secret', service, secret: handles.given, late: false, standing: 'beside' },
  ]),
  { kind: 'secret', service: null, secret: handles.given, late: false, standing: 'alone', more: true },
  { kind: 'secret', service: 'github', secret: handles.given, late: false, standing: 'marked', others },
  { kind: 'secret', service: null, secret: handles.given, late: true, standing: 'alone' },
  { kind: 'secret', service: 'github', secret: handles.given, late: true, standing: 'alone' },
  ...[true, false].flatMap((fits) =>
    [true, false].map((late): Reading => ({
      kind: 'held',
      service: 'github',
      secret: handles.given,
      late,
      fits,
    })),
  ),
  { kind: 'list', service: null },
  { kind: 'usage', service: 'github' },
  { kind: 'expiry', service: 'github', accounts: null },
  { kind: 'switch', service: null, accounts: [] },
  { kind: 'switch', service: 'github', accounts: null },
  { kind: 'switch', service: 'slack', accounts: [first.id] },
  ...[[first.id], both, ['gone']].map((accounts): Reading => ({
    kind: 'switch',
    service: 'github',
    accounts,
  })),
  { kind: 'default', service: null, accounts: null },
  { kind: 'no-default', service: 'github' },
  { kind: 'rename', service: null, accounts: null, label: 'home' },
  { kind: 'rename', service: 'github', accounts: [first.id], label: null },
  { kind: 'rename', service: 'github', accounts: [first.id], label: null, unfinished: true },
  { kind: 'remove', service: null, accounts: null },
  { kind: 'remove', service: 'slack', accounts: null },
  ...someAccounts.flatMap((accounts): Reading[] => [
    { kind: 'default', service: 'github', accounts },
    { kind: 'rename', service: 'github', accounts, label: 'home' },
    { kind: 'remove', service: 'github', accounts },
  ]),
  { kind: 'undo' },
  { kind: 'forget-everything' },
  { kind: 'log-out-everywhere' },
  { kind: 'accounts', accounts: [], all: false, by: 'name' },
  { kind: 'accounts', accounts: [first.id], all: false, by: 'name' },
  { kind: 'accounts', accounts: [first.id], all: false, by: 'near' },
  { kind: 'accounts', accounts: both, all: true, by: 'place' },
  { kind: 'accounts', accounts: ['gone'], all: false, by: 'name' },
  { kind: 'only', accounts: [] },
  { kind: 'only', accounts: [first.id] },
  { kind: 'only', accounts: ['gone'] },
  { kind: 'other-account' },
  { kind: 'service', service: 'github' },
  { kind: 'service', service: 'slack' },
  { kind: 'name', label: 'home' },
  { kind: 'yes' },
  { kind: 'no' },
  { kind: 'later' },
  { kind: 'cancel' },
  { kind: 'start-over' },
  { kind: 'again' },
  ...topics.map((topic): Reading => ({ kind: 'help', topic })),
]

const accountLists: AccountFact[][] = [
  [],
  [first],
  [{ ...first, active: false }],
  [first, second],
  [first, { ...second, isDefault: true }],
  [first, { ...second, active: false }],
  [first, { ...second, active: false, isDefault: true }],
  [
    { ...first, active: false },
    { ...second, active: false },
  ],
]

const lockedUntil = NOW + 15 * 60_000
/** A pause that is over before a request is forgotten. */
const soon = NOW + 5 * 60_000

type Store = Outputs['checkStore']

/** What the vault can say: every list of accounts where nothing stands in the way, and every obstacle. */
export const stores: Store[] = [
  ...accountLists.map((accounts): Store => ({ accounts, entry: 'inline', lockedUntil: null })),
  { accounts: [], entry: 'inline', lockedUntil: NOW - 1 },
  ...(['connect', 'elsewhere', 'insecure', 'shared'] as const).flatMap((entry): Store[] => [
    { accounts: [], entry, lockedUntil: null },
    { accounts: [first], entry, lockedUntil },
  ]),
  { accounts: [], entry: 'inline', lockedUntil },
  { accounts: [], entry: 'inline', lockedUntil: soon },
  { accounts: [first, second], entry: 'inline', lockedUntil },
]

const examinations: Examination[] = [
  { kind: 'complete', secret: handles.complete },
  { kind: 'incomplete', partial: handles.partial, nextField: 'password' },
  { kind: 'other-service', found: 'slack', secret: handles.given },
  ...(['unsendable', 'too-long', 'empty'] as const).map((problem): Examination => ({
    kind: 'malformed',
    problem,
  })),
]

const duplicates: (AccountFact | null)[] = [null, first, { ...first, active: false }]

const admissions: Admission[] = [
  { kind: 'reserved', slot: handles.slot },
  { kind: 'busy' },
  { kind: 'locked', lockedUntil },
  { kind: 'locked', lockedUntil: soon },
  ...(['valid', 'rejected', 'unknown'] as const).map((outcome): Admission => ({ kind: 'joined', outcome })),
]

const validations: ValidationFacts[] = [
  { kind: 'valid' },
  { kind: 'rejected', expired: false, damaged: false, attemptsLeft: 2, lockedUntil: null },
  { kind: 'rejected', expired: true, damaged: false, attemptsLeft: 0, lockedUntil },
  // The chart treats all reasons alike; two of them show that.
  ...(['rate-limited', 'sso-required'] as const).map((reason): ValidationFacts => ({
    kind: 'unknown',
    reason,
  })),
]

const storings: StoredFacts[] = [
  { outcome: 'added', account: first, checked: false, accounts: [first] },
  { outcome: 'added', account: second, checked: true, accounts: [first, second] },
  { outcome: 'replaced', account: first, checked: true, accounts: [first] },
  { outcome: 'duplicate', account: first, checked: true, accounts: [first, second] },
]

const managements: ManagementFacts[] = [
  { kind: 'listed', accounts: [{ ...first, service: 'github' }] },
  {
    kind: 'used',
    uses: [{ service: 'github', account: first.name, act: 'used', at: NOW, outcome: 'ok' }],
  },
  { kind: 'done', accounts: [first] },
  { kind: 'label-taken', account: first, holder: second },
  { kind: 'label-missing', account: first },
  { kind: 'gone' },
]

const everything: { [Name in ActorName]: Outputs[Name][] } = {
  detectNeed: readings,
  checkStore: stores,
  collectInline: examinations,
  dedupe: duplicates,
  lockout: admissions,
  validate: validations,
  storeCredential: storings,
  manageAccounts: managements,
}

/** Everything an actor can do when it is asked, breaking included. */
export function answersOf(actor: ActorName): Answer[] {
  return ['breaks', ...everything[actor].map((output): Answer => ({ output }))]
}

/** The name of the running turn; `EARLIER_TURN` is the one that last went on with a parked request. */
export const THIS_TURN = 'turn-now'
/** See `THIS_TURN`. */
export const EARLIER_TURN = 'turn-before'

/** The secrets kept for the questions that are open in a record, behind handles. */
export function secretsOf(kept: Kept): { pending: Record<string, string>; held: string | null } {
  const places = [kept, ...kept.aside].filter(({ pending }) => pending).map(({ want }) => want?.service ?? '')
  return {
    pending: Object.fromEntries(places.map((place) => [place, handles.pending])),
    held: kept.held ? handles.held : null,
  }
}

/** Everything that can happen to a conversation that stands at `kept`; each in time and, where it matters, too late. */
export function eventsAt(kept: Kept): Event[] {
  const message = { type: 'message.received', turnId: THIS_TURN, message: handles.message } as const
  const need = { type: 'need.raised', turnId: THIS_TURN, at: NOW, server: 'github' } as const
  const late = kept.questionUntil === null ? [] : [NOW + ANSWER_MS]
  const secrets = secretsOf(kept)
  const isKept = Object.keys(secrets.pending).length > 0 || secrets.held !== null
  const whatIsThere = isKept ? [secrets, { pending: {}, held: null }] : [secrets]
  return [
    ...[NOW, ...late].flatMap((at) => whatIsThere.map((kept): Event => ({ ...message, at, ...kept }))),
    { ...need, service: 'github', why: 'use', account: null },
    { ...need, service: 'github', why: 'use', account: null, single: true },
    { ...need, service: 'github', why: 'rejected', account: first.id },
    { ...need, service: 'github', why: 'rejected', account: first.id, turnId: EARLIER_TURN },
    { ...need, service: 'slack', why: 'use', account: null },
    ...[NOW, ...late].flatMap((at): Event[] => [
      { type: 'need.met', turnId: THIS_TURN, at, service: 'github' },
      { type: 'need.met', turnId: THIS_TURN, at, service: 'slack' },
    ]),
    { type: 'answer.told', turnId: THIS_TURN, at: NOW },
    { type: 'answer.told', turnId: EARLIER_TURN, at: NOW },
  ]
}
