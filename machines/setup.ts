/**
 * What every chart is made of: the types, the guards and actions by name, and the actors' signatures.
 *
 * The actors here only refuse; the real ones are bound for one turn with `machine.provide({ actors })`. An actor answers
 * with facts; if it rejects, that is a bug or an outage, the machine goes to `failed`, and nothing is saved.
 */
import { assign, fromPromise, setup } from 'xstate'
import { changes } from './actions.ts'
import { cause, causeIf, inTurn, say, takeStore } from './context.ts'
import { guards } from './guards.ts'
import { ask } from './questions.ts'
import type { Context, Effect, Event } from './conversation.ts'
import type {
  Admission,
  Examination,
  ManagementFacts,
  StoreFacts,
  StoreQuestion,
  StoredFacts,
  ValidationFacts,
} from './found.ts'
import type { AccountFact, Question, Want } from './kept.ts'
import type { Reading } from './readings.ts'
import type { Saying } from './sayings.ts'

const unbound = <Output, Input>() =>
  fromPromise<Output, Input>(() =>
    Promise.reject(new Error('This actor is bound for each turn with provide().')),
  )

type ActionName = keyof typeof changes

const change = (name: ActionName) =>
  assign<Context, Event, undefined, Event, never>(({ context, event }) => changes[name](context, event))

/** Typed building blocks; each step file makes its state with `steps.createStateConfig`. */
export const steps = setup({
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- XState infers the types from this very assertion
  types: {} as {
    context: Context
    events: Event
    input: { kept: Context['kept'] }
    tags: 'rest'
  },
  actors: {
    detectNeed: unbound<Reading, { message: string; question: Question; offered: AccountFact[] }>(),
    checkStore: unbound<StoreFacts, StoreQuestion>(),
    collectInline: unbound<Examination, { secret: string; pending: string | null; want: Want }>(),
    dedupe: unbound<AccountFact | null, { secret: string; service: string }>(),
    lockout: unbound<Admission, { secret: string; service: string }>(),
    validate: unbound<ValidationFacts, { secret: string; service: string; slot: string }>(),
    storeCredential: unbound<
      StoredFacts,
      { secret: string; service: string; label: string | null; replaces: string | null }
    >(),
    manageAccounts: unbound<
      ManagementFacts,
      { reading: Reading | null; want: Want | null; confirmed: boolean }
    >(),
  },
  guards,
  actions: {
    cause: assign(({ context }, effect: Effect) => cause(context, effect)),
    say: assign(({ context }, saying: Saying) => say(context, saying)),
    receiveMessage: change('receiveMessage'),
    receiveNeed: change('receiveNeed'),
    receiveNews: change('receiveNews'),
    receiveTold: change('receiveTold'),
    wish: change('wish'),
    doNotPark: change('doNotPark'),
    takeUpQuestion: change('takeUpQuestion'),
    takeUpAsideSecret: change('takeUpAsideSecret'),
    takeUpOffer: change('takeUpOffer'),
    takeUpAsideOffer: change('takeUpAsideOffer'),
    takeUpHeld: change('takeUpHeld'),
    dropHeld: change('dropHeld'),
    takeUpChoice: change('takeUpChoice'),
    takeUpService: change('takeUpService'),
    takeUpName: change('takeUpName'),
    takeUpHelp: change('takeUpHelp'),
    takeUpAnew: change('takeUpAnew'),
    takeUpConfirmed: change('takeUpConfirmed'),
    takeUpFewer: change('takeUpFewer'),
    takeUpOther: change('takeUpOther'),
    takeUpAgain: change('takeUpAgain'),
    mentionOthers: change('mentionOthers'),
    mentionOffers: change('mentionOffers'),
    rememberChoice: change('rememberChoice'),
    rememberSwitch: change('rememberSwitch'),
    rememberNamed: change('rememberNamed'),
    takeSubject: change('takeSubject'),
    countMalformed: change('countMalformed'),
    awaitNextField: change('awaitNextField'),
    awaitFirstField: change('awaitFirstField'),
    takeExamined: change('takeExamined'),
    takeSlot: change('takeSlot'),
    holdBack: change('holdBack'),
    askAboutAccount: assign(({ context }, params: { accounts: AccountFact[] }) =>
      ask(context, 'account', params.accounts),
    ),
    askAboutService: change('askAboutService'),
    askForName: change('askForName'),
    askForSecret: change('askForSecret'),
    askWhetherToAdd: change('askWhetherToAdd'),
    askWhetherToRetry: change('askWhetherToRetry'),
    askWhetherToRemove: assign(({ context }, params: { accounts: AccountFact[] }) =>
      ask(context, 'removal', params.accounts),
    ),
    waitForLock: change('waitForLock'),
    waitWithoutRequest: change('waitWithoutRequest'),
    waitForElsewhere: change('waitForElsewhere'),
    askAgain: change('askAgain'),
    askOnceMore: change('askOnceMore'),
    closeQuestion: change('closeQuestion'),
    leaveQuestion: change('leaveQuestion'),
    disarm: change('disarm'),
    noteDeclined: change('noteDeclined'),
    takeStored: change('takeStored'),
    takeSettled: change('takeSettled'),
    resume: change('resume'),
    fail: change('fail'),
    takeReading: assign(({ context }, params: { reading: Reading }) => ({
      turn: { ...context.turn, reading: params.reading },
    })),
    takeStore: assign(({ context }, params: { store: StoreFacts }) => takeStore(context, params.store)),
    takeExamination: assign(({ context }, params: { examination: Examination }) => ({
      turn: { ...context.turn, examination: params.examination },
    })),
    takeDuplicate: assign(({ context }, params: { duplicate: AccountFact | null }) => ({
      turn: { ...context.turn, duplicate: params.duplicate },
    })),
    takeAdmission: assign(({ context }, params: { admission: Admission }) => ({
      turn: { ...context.turn, admission: params.admission },
    })),
    takeValidation: assign(({ context }, params: { validation: ValidationFacts }) => ({
      turn: { ...context.turn, validation: params.validation },
    })),
    takeStoredFacts: assign(({ context }, { stored }: { stored: StoredFacts }) =>
      causeIf(stored.outcome !== 'duplicate', inTurn(context, { stored }), 'stored'),
    ),
    takeManagement: assign(({ context }, { management }: { management: ManagementFacts }) =>
      causeIf(management.kind === 'done', inTurn(context, { management }), 'stored'),
    ),
  },
})
