/** Sends a user's messages the way networks do: mostly once, sometimes twice at the same time, sometimes again later. */
import type { TurnOutcome } from '../../../src/index.ts'
import { promptTexts } from './texts.ts'
import type { Fleet } from './fleet.ts'
import type { Ledger } from './ledger.ts'

/** How often a message is sent twice at once, and how often again after it was answered. */
const AT_ONCE = 0.2
const AGAIN = 0.05

/** How often a message that was told to wait is sent again. */
const MAX_WAITS = 40

/** One user's way to the agent; every answer is held against what must be true of all answers. */
export class Mailbox {
  readonly user: string
  readonly #fleet: Fleet
  readonly #ledger: Ledger
  #messages = 0
  #deaths = 0

  constructor(user: string, fleet: Fleet, ledger: Ledger) {
    this.user = user
    this.#fleet = fleet
    this.#ledger = ledger
  }

  /** How often a process died that worked on something of this user's. */
  get deaths(): number {
    return this.#deaths
  }

  /** Sends one message; several deliveries of it have to agree, and only one of them may go on with a request. */
  async say(conversation: string, text: string): Promise<TurnOutcome> {
    const message = `m${(this.#messages += 1)}`
    const once = (): Promise<TurnOutcome> => this.#deliver(conversation, message, text)
    const outcomes = Math.random() < AT_ONCE ? await Promise.all([once(), once()]) : [await once()]
    if (Math.random() < AGAIN) outcomes.push(await once())
    const [first] = outcomes
    if (first === undefined) throw new Error('A message was not delivered at all.')
    if (outcomes.length > 1) {
      const fresh = outcomes.filter(({ kind, ...rest }) => kind === 'resume' && !('redelivered' in rest))
      this.#ledger.look(
        'doubled',
        fresh.length <= 1,
        `${this.user}: one message went on ${fresh.length} times`,
      )
      const isSame = outcomes.every((outcome) => textOf(outcome) === textOf(first))
      const told = outcomes.map((outcome) => `${outcome.kind} ${textOf(outcome)}`).join(' / ')
      this.#ledger.look('other-answer', isSame, `${this.user}: ${told}`)
    }
    return first
  }

  /** Has the agent call a tool; the accounts it worked with, or what there is to say first. */
  async call(conversation: string, text: string): Promise<readonly string[] | TurnOutcome> {
    for (let tries = 0; tries < MAX_WAITS; tries += 1) {
      const done = await this.#fleet.deliver({ kind: 'call', user: this.user, conversation, text })
      if (done.kind === 'failed') throw new Error(`A call failed: ${done.code}`)
      if (done.kind === 'outcome') return this.#seen(done.outcome)
      return done.logins
    }
    throw new Error('A call was never done.')
  }

  async #deliver(conversation: string, message: string, text: string): Promise<TurnOutcome> {
    for (let waits = 0; ; waits += 1) {
      const order = { kind: 'turn', user: this.user, conversation, message, text } as const
      const done = await this.#fleet.deliver(order, () => void (this.#deaths += 1))
      if (done.kind !== 'outcome') throw new Error(`A turn failed: ${JSON.stringify(done)}`)
      const outcome = this.#seen(done.outcome)
      if (textOf(outcome) !== promptTexts.busy || waits === MAX_WAITS) return outcome
    }
  }

  /** No answer ever names an account of somebody else; a user's accounts are called after them. */
  #seen(outcome: TurnOutcome): TurnOutcome {
    const names = JSON.stringify(outcome).match(/user\d+(?=-[a-z])/g) ?? []
    const isOwn = names.every((name) => name === this.user)
    this.#ledger.look('crossing', isOwn, `${this.user} was told of ${names.join(', ')}`)
    return outcome
  }
}

/** What is said in an outcome. */
export function textOf(outcome: TurnOutcome): string {
  if (outcome.kind === 'reply') return outcome.reply.text
  return outcome.kind === 'pass' ? outcome.text : `${outcome.prelude} | ${outcome.text}`
}
