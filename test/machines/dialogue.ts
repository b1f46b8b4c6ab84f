/** Whole dialogues for tests that tell a story: each turn names what the actors answer, and the record goes on by itself. */
import { nothingKept } from '../../machines/kept.ts'
import type { Event } from '../../machines/conversation.ts'
import type { Kept } from '../../machines/kept.ts'
import type { Reading } from '../../machines/readings.ts'
import { first, handles, NOW, secretsOf } from './alphabet.ts'
import { playTurn } from './settle-on-command.ts'
import type { Outputs, PlayedTurn } from './settle-on-command.ts'

/** What a turn differs in from: in time, no account, entry inline, and a secret that the service calls valid. */
export type Happening = Partial<Outputs> & { event?: Partial<Event> & { type: Event['type'] } }

const storeOf = (facts: Partial<Outputs['checkStore']> = {}): Outputs['checkStore'] => ({
  accounts: [],
  entry: 'inline',
  lockedUntil: null,
  ...facts,
})

/** What the vault says of a user without accounts, or whatever else is named. */
export const store = storeOf

const smooth: Outputs = {
  detectNeed: { kind: 'none' },
  checkStore: storeOf(),
  collectInline: { kind: 'complete', secret: handles.complete },
  dedupe: null,
  lockout: { kind: 'reserved', slot: handles.slot },
  validate: { kind: 'valid' },
  storeCredential: { outcome: 'added', account: first, checked: true, accounts: [first] },
  manageAccounts: { kind: 'done', accounts: [first] },
}

/** Plays the turns one after another and gives them all. */
export function dialogue(happenings: readonly Happening[], begin: Kept = nothingKept): PlayedTurn[] {
  let kept = begin
  return happenings.map(({ event, ...answers }, index) => {
    const message = { type: 'message.received', message: handles.message, ...secretsOf(kept) }
    const happened = { ...message, turnId: `turn-${index}`, at: NOW + index, ...event } as Event
    const turn = playTurn(kept, happened, ({ actor }) => ({ output: { ...smooth, ...answers }[actor] }))
    kept = turn.context.kept
    return turn
  })
}

/** The last turn of a dialogue. */
export function lastTurn(happenings: readonly Happening[], begin: Kept = nothingKept): PlayedTurn {
  const last = dialogue(happenings, begin).at(-1)
  if (last === undefined) throw new Error('A dialogue of no turns has no last one.')
  return last
}

/** The keys of what a turn says. */
export const says = (turn: PlayedTurn): string[] => turn.context.turn.sayings.map(({ key }) => key)

/** "Show my … things", with no account named. */
export const asksFor = (service: string): Reading => ({ kind: 'use', service, accounts: null })

/** "Add my … token", with the token or without. */
export const adds = (service: string | null, secret: string | null = null): Reading => ({
  kind: 'add',
  service,
  secret,
  label: null,
})

/** A pasted secret, with no word about it. */
export const pastes = (service: string | null): Reading => ({
  kind: 'secret',
  service,
  secret: handles.given,
  late: false,
  standing: 'alone',
})
