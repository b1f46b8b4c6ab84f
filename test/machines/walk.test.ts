/** The whole machine, walked once: every transition, every rest state, and every invariant along all paths. */
import { describe, expect, it } from 'vitest'
import { steps } from '../../machines/setup.ts'
import { turnMachine } from '../../machines/turn.ts'
import type { Kept } from '../../machines/kept.ts'
import { answersOf, eventsAt } from './alphabet.ts'
import { explore } from './exploration.ts'
import { invariants } from './invariants.ts'
import { MOST_STEPS } from './settle-on-command.ts'
import type { PlayedTurn } from './settle-on-command.ts'
import { everyState, everyTransition, transitionName } from './transitions.ts'

const breaches = new Map<string, string[]>()
let longest = 0

/** What a breach is told by: where the turn began, what happened, what was answered, where it went. */
const told = ({ before, event, calls, states }: PlayedTurn): string =>
  JSON.stringify([before, event, calls.map(({ actor, answer }) => [actor, answer]), states])

/** The machine with a state that nothing leads to: the walk has to report its transition, and no other. */
const planted = steps.createMachine({
  ...turnMachine.config,
  states: { ...turnMachine.config.states, planted: { always: 'idle' } },
} as never) as unknown as typeof turnMachine

const walked = explore((turn) => {
  longest = Math.max(longest, turn.taken.length)
  for (const { title, broken } of invariants) {
    const found = breaches.get(title) ?? []
    if (found.length < 3 && broken(turn)) breaches.set(title, [...found, told(turn)])
  }
  return undefined
}, planted)

const untaken = (machine: typeof turnMachine): string[] =>
  everyTransition(machine)
    .map(transitionName)
    .filter((name) => !walked.taken.has(name))

const questions = (kept: Kept[]): string[] => [...new Set(kept.map(({ question }) => question))].sort()

describe('the walk', () => {
  it('takes every transition of the chart', () => {
    expect(untaken(turnMachine)).toEqual([])
  })

  it('reports a transition that can never be taken', () => {
    expect(untaken(planted)).toEqual(['planted always > idle'])
  })

  it('tells transitions apart: no two have one name', () => {
    const names = everyTransition(turnMachine).map(transitionName)
    expect(names.length).toBeGreaterThan(200)
    expect(new Set(names).size).toBe(names.length)
  })

  it('ends every turn at rest or failed, whatever happens and whatever actors do, within a few steps', () => {
    // A turn that stands still, throws or goes round in circles makes the walk itself throw.
    expect(walked.turns).toBeGreaterThan(10_000)
    expect(longest).toBeLessThan(MOST_STEPS / 2)
  })

  it('meets every question, in every rest state, and no rest state works or has a timer', () => {
    const rests = everyState(turnMachine).filter((state) => state.tags.includes('rest'))
    expect([...walked.rests].sort()).toEqual(rests.map((state) => state.path.join('.')).sort())
    expect(rests.map((state) => [state.invoke, state.after])).toEqual(rests.map(() => [[], []]))
    const all = ['account', 'add', 'elsewhere', 'name', 'none', 'removal', 'retry', 'secret', 'service']
    expect(questions(walked.situations)).toEqual(all)
  })

  it('never lets time pass by itself: no state of the chart has a timer', () => {
    expect(everyState(turnMachine).filter((state) => state.after.length > 0)).toEqual([])
  })

  it('tries every event in every situation, and every kind of answer of every actor', () => {
    for (const kept of walked.situations) {
      const types = new Set(eventsAt(kept).map((event) => event.type))
      expect([...types].sort()).toEqual(['answer.told', 'message.received', 'need.met', 'need.raised'])
    }
    expect(answersOf('detectNeed').length).toBeGreaterThan(60)
    expect(answersOf('lockout')).toContain('breaks')
  })
})

describe('along all paths', () => {
  it.each(invariants.map(({ title }) => title))('%s', (title) => {
    expect(breaches.get(title) ?? []).toEqual([])
  })
})
