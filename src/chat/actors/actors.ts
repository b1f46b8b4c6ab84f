/** Binds the machine's actors to the turn they run in: the only place where machine and work meet. */
import { fromPromise } from 'xstate'
import type {
  Admission,
  Examination,
  ManagementFacts,
  StoredFacts,
  StoreFacts,
  StoreQuestion,
  ValidationFacts,
} from '../../../machines/found.ts'
import type { AccountFact, Kept, Question, Want } from '../../../machines/kept.ts'
import type { Reading } from '../../../machines/readings.ts'
import { checkStore } from './check-store.ts'
import { collectInline } from './collect-inline.ts'
import { dedupe } from './dedupe.ts'
import { detectNeed } from '../reading/detect-need.ts'
import { lockout } from './lockout.ts'
import { manageAccounts } from './manage-accounts.ts'
import type { TurnScope } from '../scope.ts'
import { storeCredential, validate } from './validate.ts'
import type { AcceptedSecret } from './validate.ts'

/** What the actors of one turn work with. */
export interface TurnBinding {
  readonly scope: TurnScope
  readonly kept: Kept
  /** What the message was read as before the conversation was claimed, if nothing has changed since. */
  readonly known: Reading | undefined
  /** Gets what an actor throws; the machine never does: a snapshot or an inspector would keep it. */
  readonly onFailure: (error: unknown) => void
}

/** By the actor system of the running machine; a turn that is over is forgotten with it. */
const bindings = new WeakMap<object, TurnBinding>()

/** Gives the actors of one running machine their turn, before its first event. */
export function bindTurn(system: object, binding: TurnBinding): void {
  bindings.set(system, binding)
}

function actor<Output, Input>(work: (binding: TurnBinding, input: Input) => Output | Promise<Output>) {
  return fromPromise<Output, Input>(async ({ input, system }) => {
    const binding = bindings.get(system)
    if (binding === undefined) throw new Error('An actor ran outside of a turn.')
    try {
      return await work(binding, input)
    } catch (error) {
      binding.onFailure(error)
      throw new Error('An actor failed; its error is kept outside the machine.')
    }
  })
}

function step<Output, Input>(work: (scope: TurnScope, input: Input) => Output | Promise<Output>) {
  return actor<Output, Input>(({ scope }, input) => work(scope, input))
}

/** The actors of every turn. They find their own by the system they run in, so that the machine is put together only once. */
export const turnActors = {
  detectNeed: actor<Reading, { message: string; question: Question; offered: AccountFact[] }>(
    ({ scope, kept, known }) => known ?? detectNeed(scope, kept),
  ),
  checkStore: step<StoreFacts, StoreQuestion>(checkStore),
  collectInline: step<Examination, { secret: string; pending: string | null; want: Want }>(collectInline),
  dedupe: step<AccountFact | null, { secret: string; service: string }>(dedupe),
  lockout: step<Admission, { secret: string; service: string }>(lockout),
  validate: step<ValidationFacts, { secret: string; service: string; slot: string }>(validate),
  storeCredential: step<StoredFacts, AcceptedSecret>(storeCredential),
  manageAccounts: step<ManagementFacts, { reading: Reading | null; want: Want | null; confirmed: boolean }>(
    manageAccounts,
  ),
}
