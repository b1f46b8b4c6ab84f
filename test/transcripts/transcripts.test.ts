/** Every flow of the brief as a whole conversation, told word for word, however its turns are taken. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { expected, formationFor, play } from './play.ts'
import { inOneProcess, throughJson } from './players.ts'
import { readTranscript, readTranscripts } from './read-transcript.ts'

let world: World

beforeAll(async () => {
  world = await startWorld()
})

afterAll(() => world.close())

const WAYS = [
  ['in one process', inOneProcess],
  ['with the state forced through JSON between turns', throughJson],
] as const

describe.each(readTranscripts())('$title', (transcript) => {
  it.each(WAYS)('is told word for word %s', { timeout: 120_000 }, async (way, open) => {
    const player = await open(world, formationFor(world, transcript, `${transcript.name} ${way}`))
    try {
      expect(await play(world, transcript, player)).toEqual(expected(transcript))
    } finally {
      await player.close()
    }
  })
})

describe('a transcript', () => {
  it('that says something else is not what was heard', async () => {
    const [first] = readTranscripts().filter(({ name }) => name === 'adding-an-account.txt')
    const other = readTranscript('other', 'User:  Add my GitHub token\nAgent: Please send me your token\n')
    expect(first).toBeDefined()
    const player = await inOneProcess(world, formationFor(world, other, 'other'))
    try {
      expect(await play(world, other, player)).not.toEqual(expected(other))
    } finally {
      await player.close()
    }
  })

  it('with a line of no kind is refused by its number', () => {
    expect(() => readTranscript('odd', 'User:  hello\nNobody says this\n')).toThrow('odd:2')
  })
})
