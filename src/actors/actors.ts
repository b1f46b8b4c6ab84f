/** Binds the machine's actors to one turn: the only place where machine and work meet. */
import { fromPromise } from 'xstate'
import type {
  AccountFact,
  Admission,
  Examination,
  Kept,
  ManagementFacts,
  Question,
  Reading,
  StoredFacts,
  StoreFacts,
  ValidationFacts,
  Want,
} from '../../machines/vocabulary.ts'
import { checkStore } from './check-store.ts'
import { collectInline } from './collect-inline.ts'
import { dedupe } from './dedupe.ts'
import { detectNeed } from './detect-need.ts'
import { lockout } from './lockout.ts'
import { manageAccounts } from './manage-accounts.ts'
import type { TurnScope } from './turn-scope.ts'
import { storeCredential, validate } from './validate.ts'

/**
 * The actors of one turn.
 *
 * `known`: what the message was read as before the conversation was claimed, if nothing has changed since.
 * What an actor throws is handed to `onFailure` and never to the machine: a snapshot or an inspector would keep it.
 */
export function bindActors(
  scope: TurnScope,
  kept: Kept,
  known: Reading | undefined,
  onFailure: (error: unknown) => void,
) {
  const bind = <Output, Input>(work: (scope: TurnScope, input: Input) => Output | Promise<Output>) =>
    fromPromise<Output, Input>(async ({ input }) => {
      try {
        return await work(scope, input)
      } catch (error) {
        onFailure(error)
        throw new Error('An actor failed; its error is kept outside the machine.')
      }
    })
  return {
    detectNeed: bind<Reading, { message: string; question: Question; offered: AccountFact[] }>(
      (turn) => known ?? detectNeed(turn, kept),
    ),
    checkStore: bind<StoreFacts, { service: string; server: string | null }>(checkStore),
    collectInline: bind<Examination, { secret: string; pending: string | null; want: Want }>(collectInline),
    dedupe: bind<AccountFact | null, { secret: string; service: string }>(dedupe),
    lockout: bind<Admission, { secret: string; service: string }>(lockout),
    validate: bind<ValidationFacts, { secret: string; service: string; slot: string }>(validate),
    storeCredential: bind<StoredFacts, { secret: string; service: string; label: string | null }>(
      storeCredential,
    ),
    manageAccounts: bind<ManagementFacts, { reading: Reading | null; want: Want | null }>(manageAccounts),
  }
}
