/**
 * One chat turn: load → gate → read → claim → run to rest → save → answer.
 *
 * A message that is none of ours passes with no write. Everything else is done under a lease, one turn of a
 * conversation after the other, and the same message id gets the same answer.
 *
 * Long because the protocol of a turn reads top to bottom in one place.
 */
import type { Context, Event } from '../../../machines/conversation.ts'
import type { Reading } from '../../../machines/readings.ts'
import { lookAhead } from '../actors/check-store.ts'
import { detectNeed } from '../reading/detect-need.ts'
import type { Spoken, TurnScope } from '../scope.ts'
import type { Connection } from '../../oauth/connecting.ts'
import { isKeyturnError } from '../../errors.ts'
import type { Expectation } from '../gate/gate.ts'
import type { TurnInput, TurnOutcome } from './outcome.ts'
import { SecretPool } from '../../secret.ts'
import { claimInOrder } from '../../state/claim-in-order.ts'
import type { Lease } from '../../state/state.ts'
import { createOutcome, isDone, reply } from './answer.ts'
import { checkGated, checkInput, keyText, randomId } from './input.ts'
import type { CheckedInput } from './input.ts'
import { leadToPage } from './link.ts'
import { expect, load, loadClaimed, nextMark, understandNothing } from './load.ts'
import type { Loaded } from './load.ts'
import type { Parts } from './parts.ts'
import type { ParkedRequest } from './sealed.ts'
import { TurnQueue } from './queue.ts'
import { runTurn } from './run.ts'
import { saveTurn } from './save.ts'
import { createScope } from './scope.ts'
import { Unwritten } from './unwritten.ts'
import type { Words } from '../../words.ts'

/** A lease is renewed this often while a turn runs. Milliseconds; a lease lasts 30 s. */
const RENEW_EVERY_MS = 10_000

/** How often a turn that lost its save to another starts over. */
const MAX_RUNS = 3

/** What happened to a conversation besides a message. */
export type OutsideEvent = (turnId: string, at: number) => Exclude<Event, { type: 'message.received' }>

/** Somebody else than we said something to the user since. */
export const answerTold: OutsideEvent = (turnId, at) => ({ type: 'answer.told', turnId, at })

/** Takes turns. */
export interface Turns {
  take(input: TurnInput): Promise<TurnOutcome>
  /** Brings in an event that is not a message: a tool's need (with how far its agent had come), a credential added elsewhere. */
  bring(input: TurnInput, event: OutsideEvent, progress?: string): Promise<TurnOutcome>
  /** Settles when every turn under way has ended. */
  drain(): Promise<void>
}

/** Makes the turns of one Keyturn. `onRest` learns where each conversation came to rest. */
export function createTurns(parts: Parts, onRest: (input: CheckedInput, context: Context) => void): Turns {
  const queue = new TurnQueue()
  const listeners = { onRest, unwritten: new Unwritten() }
  const run = (
    input: TurnInput,
    event: OutsideEvent | undefined,
    progress?: string,
  ): Promise<TurnOutcome> => {
    // A host's own object says nothing of it.
    const checked = { ...checkInput(parts.formation.id, input), progress }
    return queue.run(keyText(checked.key), () => new RunningTurn(parts, checked, event, listeners).take())
  }
  return {
    take: async (input) => run(input, undefined),
    bring: async (input, event, progress) => run(input, event, progress),
    drain: () => queue.drain(),
  }
}

/** What the turns of one Keyturn share. */
interface Listeners {
  readonly onRest: (input: CheckedInput, context: Context) => void
  readonly unwritten: Unwritten
}

/** The work of one turn; its secrets are gone when it ends. */
class RunningTurn {
  readonly #parts: Parts
  readonly #input: CheckedInput
  readonly #event: OutsideEvent | undefined
  readonly #listeners: Listeners
  readonly #pool = new SecretPool()
  readonly #at: number
  readonly #lost = new AbortController()
  /** What goes through the gate: the message, or what of it the agent was given. */
  #text: string
  #gatedText = ''
  #words: Words

  constructor(parts: Parts, input: CheckedInput, event: OutsideEvent | undefined, listeners: Listeners) {
    this.#parts = parts
    this.#words = parts.words
    this.#input = input
    this.#event = event
    this.#text = input.text
    this.#listeners = listeners
    this.#at = parts.clock.now()
  }

  async take(): Promise<TurnOutcome> {
    try {
      this.#input.signal?.throwIfAborted()
      for (let run = 1; ; run += 1) {
        const outcome = await this.#attempt()
        if (outcome !== 'lost') return outcome
        if (run === MAX_RUNS) return this.#busy()
      }
    } catch (error) {
      if (isKeyturnError(error, 'STATE_UNAVAILABLE') && this.#event === undefined)
        return await this.#withoutState()
      throw error
    } finally {
      this.#pool.clear()
    }
  }

  /** Once through the protocol; `lost` when another turn saved first. */
  async #attempt(): Promise<TurnOutcome | 'lost'> {
    await this.#catchUp()
    const loaded = await load(this.#parts, this.#input)
    const answered = await this.#savedAnswer(loaded.answer)
    if (answered !== undefined && this.#event === undefined) {
      await this.#noteTold(loaded)
      return answered
    }
    // A host that parks with the message as it came would bring back what was taken out of it.
    if (answered !== undefined) this.#text = answered.kind === 'reply' ? answered.history.user : answered.text
    const scope = await this.#scope(loaded)
    const { heldFor } = scope.gated
    if (heldFor !== undefined) return reply({ text: this.#words.heldBack(heldFor.id) }, scope.gated.text)
    await this.#openPending(loaded, scope)
    const reading = this.#event === undefined ? await detectNeed(scope, loaded.kept) : undefined
    if (reading?.kind === 'none' && isUntouched(loaded, scope, this.#at)) return pass(scope.gated.text)
    return this.#claimAndRun(loaded, scope, reading)
  }

  /** An answer is told once more, after another one: an open question is not the last thing said any more. */
  async #noteTold({ kept }: Loaded): Promise<void> {
    if (kept.armed && kept.askedIn !== this.#input.turnId)
      await new RunningTurn(this.#parts, this.#input, answerTold, this.#listeners).take()
  }

  /** What passed while the state was away is written down before anything else is read. */
  async #catchUp(): Promise<void> {
    const { unwritten } = this.#listeners
    const key = keyText(this.#input.key)
    if (!unwritten.has(key) || this.#event !== undefined) return
    await new RunningTurn(
      this.#parts,
      { ...this.#input, turnId: randomId() },
      answerTold,
      this.#listeners,
    ).take()
    unwritten.delete(key)
  }

  async #claimAndRun(
    before: Loaded,
    earlier: TurnScope,
    reading: Reading | undefined,
  ): Promise<TurnOutcome | 'lost'> {
    const { state } = this.#parts
    const messageId = this.#event === undefined ? this.#input.messageId : undefined
    if (reading !== undefined) lookAhead(earlier, before.kept, reading)
    const claim = await claimInOrder(state, this.#input.key, messageId, {
      signal: this.#input.signal,
      onWait: () => earlier.held.forgetLooks(),
    })
    if (claim.kind === 'busy') return this.#busy()
    if (claim.kind === 'answered') return (await this.#savedAnswer(claim.answer)) ?? this.#busy()
    const keeper = this.#keepLease(claim.lease)
    try {
      const claimed = await loadClaimed(this.#parts, this.#input.key, claim.stored, before)
      const loaded = { ...before, ...claimed }
      const unchanged = loaded.version === before.version
      const scope = unchanged ? earlier : await this.#scope(loaded)
      if (!unchanged) await this.#openPending(loaded, scope)
      return await this.#runAndSave(claim.lease, loaded, scope, unchanged ? reading : undefined)
    } catch (error) {
      await state.release(claim.lease).catch(() => undefined)
      throw error
    } finally {
      clearInterval(keeper)
    }
  }

  async #runAndSave(
    lease: Lease,
    loaded: Loaded,
    scope: TurnScope,
    known: Reading | undefined,
  ): Promise<TurnOutcome | 'lost'> {
    const { parts, input } = { parts: this.#parts, input: this.#input }
    const context = inLanguage(
      await runTurn(scope, loaded.kept, this.#eventFor(scope), { known, inspect: parts.inspect }),
      scope.spoken,
    )
    const resumed =
      context.turn.outcome !== 'resume' ? undefined : await this.#resumed(loaded, context, scope)
    const answer = createOutcome({
      context,
      at: this.#at,
      connection: await this.#connection(context),
      words: this.#words,
      services: parts.services,
      gatedText: scope.gated.text,
      resumed,
    })
    const outcome = await leadToPage(parts, input, { context, answer, words: this.#words })
    const mark = nextMark(loaded, context, this.#at)
    const saved = await saveTurn(parts, { input, lease, loaded, context, outcome, mark, scope }).catch(
      (error: unknown) => {
        // The state went away after something durable was done: saying that nothing was kept would be wrong.
        if (isKeyturnError(error, 'STATE_UNAVAILABLE') && isDone(context)) return 'unsaved' as const
        throw error
      },
    )
    if (saved === 'saved') this.#listeners.onRest(input, context)
    return saved === 'lost' ? 'lost' : outcome
  }

  /** Begins at the service what the turn sends its user there for. One that does not answer is told as such. */
  async #connection({ turn }: Context): Promise<Connection | undefined> {
    const service = turn.want?.service ?? null
    if (service === null || !turn.effects.includes('connects')) return undefined
    const { principal, key } = this.#input
    return this.#parts.connecting.begin(principal, key.conversation, service).catch((error: unknown) => {
      const isOfOperator =
        isKeyturnError(error, 'PLACEHOLDER_MISSING') || isKeyturnError(error, 'CONFIGURATION_INVALID')
      if (!isOfOperator) throw error
      this.#parts.logger.error({ service, code: error.code }, error.message)
      return undefined
    })
  }

  #eventFor(scope: TurnScope): Event {
    const { turnId } = this.#input
    if (this.#event !== undefined) return this.#event(turnId, this.#at)
    const { pending, held } = scope.held.kept
    // The machine never looks at the message: its actor reads it from the turn's scope.
    return { type: 'message.received', turnId, at: this.#at, message: turnId, pending, held }
  }

  /** Lets the turn hold the secrets that wait for a word of their owner's. */
  async #openPending({ kept, stored }: Loaded, scope: TurnScope): Promise<void> {
    const isWaiting = kept.pending || kept.held || kept.aside.some(({ pending }) => pending)
    if (!isWaiting || stored?.pending === undefined || stored.pending.until <= this.#at) return
    const secrets = await this.#parts.sealed.openSecrets(this.#input.key, stored.pending.sealed)
    if (secrets !== undefined) scope.held.keep(secrets.given, secrets.held)
  }

  /** The parked request, or this turn's own text where the need came up in it. */
  async #resumed(
    { kept, stored }: Loaded,
    { turn }: Context,
    { gated, held }: TurnScope,
  ): Promise<ParkedRequest | undefined> {
    if (turn.park) return { text: gated.text, progress: this.#input.progress }
    const isParked = [kept, ...kept.aside].some((level) => level.parked)
    if (!isParked || stored?.parked === undefined) return undefined
    return this.#parts.sealed.openParked(this.#input.key, stored.parked, held.sealing)
  }

  async #scope(loaded: Loaded): Promise<TurnScope> {
    const scope = await createScope(
      this.#parts,
      { ...this.#input, text: this.#text },
      {
        expectation: this.#expectation(loaded),
        language: loaded.kept.language ?? null,
        pool: this.#pool,
        signal: () => this.#signal,
      },
    )
    checkGated(scope.gated.text)
    this.#gatedText = scope.gated.text
    this.#words = scope.spoken?.words ?? this.#parts.words
    return scope
  }

  /** What comes with an event went through the gate with its message: nothing in it answers what is awaited now. */
  #expectation({ kept, mark }: Loaded): Expectation {
    return this.#event === undefined ? expect(this.#parts, kept, mark, this.#at) : { kind: 'nothing' }
  }

  async #savedAnswer(sealed: Uint8Array | undefined): Promise<TurnOutcome | undefined> {
    const { messageId, key } = this.#input
    if (sealed === undefined || messageId === undefined) return undefined
    return this.#parts.sealed.openAnswer(key, messageId, sealed)
  }

  /** Fires when the lease is lost or the host gives up. Signals are combined only where there are two: that costs as much as asking a store. */
  get #signal(): AbortSignal {
    const { signal } = this.#input
    return signal === undefined ? this.#lost.signal : AbortSignal.any([this.#lost.signal, signal])
  }

  /** Renews the lease while the turn runs; once it is lost, the turn's work is given up. */
  #keepLease(lease: Lease): NodeJS.Timeout {
    let current: Lease | undefined = lease
    const keeper = setInterval(() => {
      if (current === undefined) return
      void this.#parts.state
        .renew(current)
        .then((renewed) => {
          current = renewed
          if (renewed === undefined) this.#lost.abort()
        })
        .catch(() => undefined)
    }, RENEW_EVERY_MS)
    return keeper.unref()
  }

  #busy(): TurnOutcome {
    return reply({ text: this.#words.busy() }, this.#gatedText)
  }

  /**
   * The state is away: stored credentials go on working, collecting is refused, and what might be an awaited secret is
   * held back on the word of the durable mark.
   */
  async #withoutState(): Promise<TurnOutcome> {
    const { principal, key } = this.#input
    const nothing = understandNothing(await this.#parts.vault.readDialogue(principal, key.conversation))
    const { mark } = nothing
    const scope = await this.#scope(nothing)
    if (scope.gated.secrets.length > 0 || scope.gated.held !== undefined) {
      const words = this.#words
      const text = mark === undefined ? words.unavailable() : words.heldBack(mark.service)
      return reply({ text }, scope.gated.text)
    }
    const reading = await detectNeed(scope, nothing.kept)
    if (reading.kind !== 'none') return reply({ text: this.#words.unavailable() }, scope.gated.text)
    this.#listeners.unwritten.add(keyText(this.#input.key), this.#at)
    return pass(scope.gated.text)
  }
}

/** What the conversation is answered in from now on. English goes without saying. */
function inLanguage(context: Context, spoken: Spoken | undefined): Context {
  const { language: _before, ...kept } = context.kept
  return { ...context, kept: spoken === undefined ? kept : { ...kept, language: spoken.language } }
}

const pass = (text: string): TurnOutcome => ({ kind: 'pass', text, history: { user: text } })

/**
 * Nothing was taken out, nothing was chosen for one request only, no record has to be set right, and no open question is to lose its
 * hold on a bare answer: no write is needed.
 */
function isUntouched({ kept, quarantined }: Loaded, scope: TurnScope, at: number): boolean {
  const once = Object.values(kept.chosen).some((choice) => choice.once)
  const isAsked = kept.armed && kept.questionUntil !== null && kept.questionUntil > at
  return !once && !isAsked && !quarantined && scope.gated.secrets.length === 0
}
