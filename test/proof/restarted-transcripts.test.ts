/** Every flow of the brief as a whole conversation, its process ended after each turn: in a file of its own, since it takes longest. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { expected, formationFor, play } from '../transcripts/play.ts'
import { inNewProcesses } from '../transcripts/players.ts'
import { readTranscripts } from '../transcripts/read-transcript.ts'

let world: World

beforeAll(async () => {
  world = await startWorld()
})

afterAll(() => world.close())

describe.each(readTranscripts())('$title', (transcript) => {
  it('is told word for word with the process restarted between turns', { timeout: 120_000 }, async () => {
    const player = await inNewProcesses(world, formationFor(world, transcript, transcript.name))
    expect(await play(world, transcript, player)).toEqual(expected(transcript))
  })
})
