/** One user of the proof: says one thing after another, and remembers what was acknowledged. */
import type { TurnOutcome } from '../../../src/index.ts'
import type { FakeGitHub } from './github.ts'
import type { Ledger } from './ledger.ts'
import { type Mailbox, textOf } from './mailbox.ts'
import { promptTexts } from './texts.ts'

/** What a user has at GitHub at most. */
const LETTERS = ['a', 'b', 'c'] as const

const SMALL_TALK = [
  'What is the weather like in Lisbon on Tuesday?',
  'Thanks, that helps.',
  'Write me a haiku about autumn.',
  'How long do I boil an egg?',
]
const REQUEST = 'Show my GitHub repositories'

/** How often a check that is still under way is asked for again; a killed process leaves one behind. */
const MAX_AGAIN = 3

/**
 * The tokens that an account may hold by what was acknowledged: exactly one, unless an acknowledgement is still out; then
 * nothing at all (`undefined`) may be possible too.
 */
export type Holdings = ReadonlyMap<string, ReadonlySet<string | undefined>>

/** A user. */
export class Person {
  readonly #mailbox: Mailbox
  readonly #github: FakeGitHub
  readonly #ledger: Ledger
  readonly #accounts = new Map<string, Set<string | undefined>>()
  #conversations = 0

  constructor(mailbox: Mailbox, github: FakeGitHub, ledger: Ledger) {
    this.#mailbox = mailbox
    this.#github = github
    this.#ledger = ledger
  }

  get user(): string {
    return this.#mailbox.user
  }

  get holdings(): Holdings {
    return this.#accounts
  }

  /** One random thing that people do, in a conversation of its own. */
  async act(): Promise<void> {
    const dice = Math.random()
    const has = this.#accounts.size
    if (dice < 0.4) return this.#smallTalk()
    if (has === 0 || dice > (has === 1 ? 0.75 : 0.94)) return this.#add()
    if (dice < 0.6) return this.#use(this.#newConversation())
    if (dice < 0.68) return this.#list()
    if (dice < 0.72) return this.#remove()
    if (dice < 0.76) return this.#addAgain()
    return has > 1 ? this.#choose() : this.#use(this.#newConversation())
  }

  async #smallTalk(): Promise<void> {
    const text = pick(SMALL_TALK)
    const conversation = this.#newConversation()
    const outcome = await this.#mailbox.say(conversation, text)
    this.#expect(outcome, outcome.kind === 'pass' && outcome.text === text, 'small talk')
  }

  /** Gives a token of a new account, or a new token of a known one. */
  async #add(): Promise<void> {
    const login = `${this.user}-${pick(LETTERS)}`
    const token = this.#github.issue(this.user, login)
    const before = this.#accounts.get(login) ?? new Set([undefined])
    // From the moment it is sent, the old and the new are both possible.
    this.#accounts.set(login, new Set([...before, token]))
    const conversation = this.#newConversation()
    const isParked = this.#accounts.size === 1 && before.has(undefined)
    const asked = await this.#mailbox.say(conversation, isParked ? REQUEST : 'Add my GitHub token')
    if (asked.kind !== 'reply') return this.#forgetUnsent(login, before)
    let outcome = await this.#mailbox.say(conversation, token)
    for (let tries = 0; textOf(outcome).startsWith(promptTexts.checking) && tries < MAX_AGAIN; tries += 1) {
      outcome = await this.#mailbox.say(conversation, 'try again')
    }
    const isAcknowledged = textOf(outcome).includes(`'${login}'`)
    if (isAcknowledged) this.#accounts.set(login, new Set([token]))
  }

  /** The same token once more: nothing changes. */
  async #addAgain(): Promise<void> {
    const [login, tokens] = pick([...this.#accounts])
    const [token] = tokens
    if (tokens.size !== 1 || token === undefined) return
    const conversation = this.#newConversation()
    await this.#mailbox.say(conversation, 'Add my GitHub token')
    const { deaths } = this.#mailbox
    const outcome = await this.#mailbox.say(conversation, token)
    const isKnown = /already stored/.test(textOf(outcome)) || /paused|checking/.test(textOf(outcome))
    this.#expect(outcome, isKnown || this.#isForgotten(deaths), `a known token of ${login}`)
  }

  async #remove(): Promise<void> {
    const [login, before] = pick([...this.#accounts])
    const conversation = this.#newConversation()
    const asked = await this.#mailbox.say(conversation, `Remove my GitHub account ${login}`)
    if (!textOf(asked).startsWith('Remove your')) return
    this.#accounts.set(login, new Set([...before, undefined]))
    const outcome = await this.#mailbox.say(conversation, 'yes')
    const isGone = /^Removed your|not there any more/.test(textOf(outcome))
    if (isGone) this.#accounts.delete(login)
  }

  /** What was acknowledged is seen at once, on whichever process. */
  async #list(): Promise<void> {
    const outcome = await this.#mailbox.say(this.#newConversation(), 'Which GitHub accounts do I have?')
    const names: readonly string[] = textOf(outcome).match(/user\d+-[a-z]/g) ?? []
    const missing = this.#sure().filter((login) => !names.includes(login))
    const unknown = names.filter((login) => !this.#accounts.has(login))
    const isRight = missing.length === 0 && unknown.length === 0 && new Set(names).size === names.length
    this.#ledger.look('lost', isRight, `${this.user} has ${this.#sure().join()} and saw ${names.join()}`)
  }

  /** A tool works in the user's name; the service sees whose token came. */
  async #use(conversation: string, chosen?: string): Promise<void> {
    const result = await this.#mailbox.call(conversation, REQUEST)
    if (!Array.isArray(result)) return
    const logins = result as readonly string[]
    const isOwn = logins.every((login) => this.#accounts.has(login))
    const isChosen = chosen === undefined || (logins.length === 1 && logins[0] === chosen)
    const what = `${this.user} chose ${chosen ?? 'nothing'} and worked with ${logins.join()}`
    this.#ledger.look('crossing', isOwn && isChosen, what)
  }

  /** A request with several accounts: asked which, and now and then answered twice, differently, at the same time. */
  async #choose(): Promise<void> {
    const conversation = this.#newConversation()
    const asked = await this.#mailbox.say(conversation, REQUEST)
    const sure = this.#sure()
    const [one, other] = sure
    if (!textOf(asked).endsWith('Which one?') || one === undefined || other === undefined) return
    const { deaths } = this.#mailbox
    if (Math.random() < 0.4) {
      const outcomes = await Promise.all([one, other].map((login) => this.#mailbox.say(conversation, login)))
      const went = outcomes.filter(({ kind }) => kind === 'resume').length
      const told = outcomes.map((outcome) => `${outcome.kind} ${textOf(outcome)}`).join(' / ')
      const isOnce = went === 1 || (went === 0 && this.#isForgotten(deaths))
      this.#ledger.look('doubled', isOnce, `${this.user}: two answers, ${went} went on: ${told}`)
      return
    }
    const outcome = await this.#mailbox.say(conversation, one)
    if (outcome.kind === 'pass' && this.#isForgotten(deaths)) return
    const isRight = outcome.kind === 'resume' && outcome.text === REQUEST && outcome.account?.name === one
    this.#expect(outcome, isRight, `the answer ${one}`)
    await this.#use(conversation, one)
  }

  /**
   * A question may be forgotten with the process that worked on the answer to it: once the vault has moved on, what the conversation
   * was before counts no more, and the next step may not have been saved yet. Asked again, nothing is lost; it never goes on twice.
   */
  #isForgotten(deathsBefore: number): boolean {
    return this.#mailbox.deaths > deathsBefore
  }

  /** The accounts of which an acknowledgement came last. */
  #sure(): string[] {
    return [...this.#accounts].filter(([, tokens]) => !tokens.has(undefined)).map(([login]) => login)
  }

  #forgetUnsent(login: string, before: ReadonlySet<string | undefined>): void {
    if (before.size === 1 && before.has(undefined)) this.#accounts.delete(login)
    else this.#accounts.set(login, new Set(before))
  }

  #expect(outcome: TurnOutcome, isRight: boolean, what: string): void {
    this.#ledger.look('other-answer', isRight, `${this.user}, ${what}: ${outcome.kind} ${textOf(outcome)}`)
  }

  #newConversation(): string {
    return `c${(this.#conversations += 1)}`
  }
}

function pick<Item>(items: readonly Item[]): Item {
  const item = items[Math.floor(Math.random() * items.length)]
  if (item === undefined) throw new Error('There was nothing to pick from.')
  return item
}
