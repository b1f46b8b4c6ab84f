import { describe, expect, it } from 'vitest'
import { createTestClock } from '../../src/testing/clock.ts'

describe('a test clock', () => {
  it('stands still until it is moved', () => {
    const clock = createTestClock(1000)
    expect(clock.now()).toBe(1000)
    clock.advance(500)
    expect(clock.now()).toBe(1500)
    clock.set(20)
    expect(clock.now()).toBe(20)
    expect(createTestClock().now()).toBe(Date.parse('2026-01-01T00:00:00Z'))
  })

  it('does not run backwards by accident', () => {
    expect(() => createTestClock().advance(-1)).toThrow(RangeError)
    expect(() => createTestClock().advance(Number.NaN)).toThrow(RangeError)
  })
})
