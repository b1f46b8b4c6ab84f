import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createReconnectionScheduler } from '../../../src/tools/http/reconnection.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => {
  vi.useRealTimers()
})

it('a server that asks for no pause makes no loop', () => {
  const schedule = createReconnectionScheduler()
  let opened = 0
  const again = (): void => {
    opened++
    schedule(again, 0)
  }
  schedule(again, 0)
  vi.advanceTimersByTime(60_000)
  expect(opened).toBeGreaterThan(5)
  expect(opened).toBeLessThan(20)
})

it('a pause that it asks for is kept, and one that is called off does not end', () => {
  const schedule = createReconnectionScheduler()
  const opened: string[] = []
  schedule(() => void opened.push('late'), 3_000)
  schedule(() => void opened.push('never'), 100)()
  vi.advanceTimersByTime(2_900)
  expect(opened).toEqual([])
  vi.advanceTimersByTime(200)
  expect(opened).toEqual(['late'])
})

it('after a quiet minute the first pause is short again', () => {
  const schedule = createReconnectionScheduler()
  for (let count = 0; count < 10; count++) schedule(() => undefined, 0)
  vi.advanceTimersByTime(61_000)
  let isOpen = false
  schedule(() => (isOpen = true), 0)
  vi.advanceTimersByTime(300)
  expect(isOpen).toBe(true)
})
