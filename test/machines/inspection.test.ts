/** What XState's inspection sees of a turn: handles, never what they stand for. */
import { createActor } from 'xstate'
import { describe, expect, it } from 'vitest'
import { nothingKept } from '../../machines/kept.ts'
import type { Event } from '../../machines/conversation.ts'
import { first, handles, NOW } from './alphabet.ts'
import { adds, asksFor, pastes, store } from './dialogue.ts'
import { commandedMachine, converse } from './settle-on-command.ts'
import type { Outputs } from './settle-on-command.ts'

/** Built at run time, so that nothing token-shaped stands in a file. */
const planted = ['ghp', 'Planted'.repeat(5) + '0'].join('_')

/** What a host keeps behind the handles; the machine is given the handles alone. */
const pool = new Map(Object.values(handles).map((handle) => [handle, planted]))

const story: (Partial<Outputs> & { detectNeed: Outputs['detectNeed'] })[] = [
  { detectNeed: asksFor('github') },
  { detectNeed: pastes('github'), collectInline: { kind: 'malformed', problem: 'unsendable' } },
  {
    detectNeed: pastes('github'),
    validate: { kind: 'rejected', expired: false, damaged: false, attemptsLeft: 2, lockedUntil: null },
  },
  { detectNeed: pastes('github'), validate: { kind: 'unknown', reason: 'timeout' } },
  { detectNeed: { kind: 'again' } },
  { detectNeed: { ...pastes('slack') } },
  { detectNeed: { kind: 'yes' } },
  { detectNeed: adds('github', handles.given), dedupe: first },
]

const smooth = {
  checkStore: store(),
  collectInline: { kind: 'complete', secret: handles.complete },
  dedupe: null,
  lockout: { kind: 'reserved', slot: handles.slot },
  validate: { kind: 'valid' },
  storeCredential: { outcome: 'added', account: first, checked: true, accounts: [first] },
}

/** Every text reachable from a value, actors and their snapshots included. */
function everythingIn(value: unknown, seen: Set<unknown>): string {
  const texts: string[] = []
  const open = [value]
  while (open.length > 0) {
    const next = open.pop()
    if (typeof next === 'string') texts.push(next)
    if (typeof next !== 'object' || next === null || seen.has(next)) continue
    seen.add(next)
    const inner: unknown[] = next instanceof Map || next instanceof Set ? [...next] : Object.values(next)
    open.push(...inner)
  }
  return texts.join('\n')
}

/** Tells the story with inspection on; `message` is what the machine is given for a message. */
function inspected(message: string): { text: string; kinds: Set<string> } {
  const texts: string[] = []
  const kinds = new Set<string>()
  const seen = new Set<unknown>()
  const conversation = converse(nothingKept, (record) => {
    kinds.add(record.type)
    texts.push(everythingIn(record, seen))
  })
  story.forEach((answers, index) => {
    const event: Event = {
      type: 'message.received',
      turnId: `turn-${index}`,
      at: NOW + index,
      message,
      pending: { github: handles.pending },
      held: handles.held,
    }
    const turn = conversation.play(event, ({ actor, context }) => {
      texts.push(JSON.stringify(context))
      return { output: { ...smooth, ...answers }[actor as keyof typeof smooth] }
    })
    texts.push(JSON.stringify(turn))
  })
  conversation.stop()
  return { text: texts.join('\n'), kinds }
}

describe('T-064 inspection', () => {
  it('shows no planted secret in any event, snapshot or input of a whole dialogue', () => {
    expect(pool.get(handles.given)).toBe(planted)
    const { text, kinds } = inspected(handles.message)
    expect([...kinds].sort()).toEqual([
      '@xstate.action',
      '@xstate.actor',
      '@xstate.event',
      '@xstate.microstep',
      '@xstate.snapshot',
    ])
    expect(text).toContain(handles.given)
    expect(text).not.toContain(planted)
  })

  it('would show a secret that came as text: the search finds what is there', () => {
    expect(inspected(planted).text).toContain(planted)
  })

  it('a persisted snapshot in the middle of a turn holds handles, never what they stand for', () => {
    const actor = createActor(commandedMachine, { input: { kept: nothingKept } }).start()
    actor.send({
      type: 'message.received',
      turnId: 'turn',
      at: NOW,
      message: handles.message,
      pending: {},
      held: null,
    })
    const persisted = JSON.stringify(actor.getPersistedSnapshot())
    expect(persisted).toContain(handles.message)
    expect(persisted).not.toContain(planted)
    actor.stop()
  })
})
