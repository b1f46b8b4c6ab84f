/** The demo with a gate that lets everything through: it fails, for the tokens reach the model and the history. */
import { expect, it, vi } from 'vitest'
import { playDemo } from '../../examples/demo/play.ts'
import { SCENES } from '../../examples/demo/scenes.ts'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { GatedMessage } from '../../src/chat/gate/gate.ts'

vi.mock('../../src/chat/gate/gate.ts', () => ({
  gate: (text: string): GatedMessage => ({ text, secrets: [], late: false, rest: text }),
}))

it('the demo fails without the gate: its scene misses its point, and its search finds the tokens', async () => {
  await using world = await startWorld({ userCredentials: { encryption: { iterations: 100_000 } } })
  const scenes = SCENES.slice(0, 1)
  const { missed, found, passed } = await playDemo(world, { print: () => undefined, scenes })
  expect([missed, passed]).toEqual([[SCENES[0]?.title], false])
  expect(found).toBeGreaterThan(0)
}, 120_000)
