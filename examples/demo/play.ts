/** Plays the demo in a world: the scenes, and then the search of everything that was written for the tokens that were typed. */
import { readFileSync } from 'node:fs'
import { SCENES, type Scene } from './scenes.ts'
import { searchForTokens } from './search.ts'
import { setStage } from './stage.ts'
import type { World } from './world/world.ts'

/** How a demo is played. */
export interface DemoOptions {
  readonly print: (line: string) => void
  /** Marks a heading. */
  readonly strong?: (text: string) => string
  /** Default: all of them. */
  readonly scenes?: readonly Scene[]
}

/** How it ended: the scenes that did not make their point, and how often a token was found where none may be. */
export interface DemoResult {
  readonly missed: readonly string[]
  readonly found: number
  /** Every scene made its point, nothing was found, and the search finds a token that is there. */
  readonly passed: boolean
}

/** Plays the demo; the world is left standing. */
export async function playDemo(
  world: World,
  { print, strong = (text) => text, scenes = SCENES }: DemoOptions,
): Promise<DemoResult> {
  const stage = await setStage(world, print)
  const missed: string[] = []
  for (const [index, scene] of scenes.entries()) {
    print(`\n${strong(`${index + 1}. ${scene.title}`)}`)
    if (!(await stage.play(scene))) missed.push(scene.title)
  }

  print(`\n${strong('Looking for the tokens where none may be')}`)
  // Searched twice: while everything is open (with the write-ahead logs), and once it is closed.
  const texts = { 'model requests': world.model.requests().join('\n'), 'chat history': stage.history() }
  const open = searchForTokens(stage.tokens(), world.formationDirectory, texts)
  await stage.close()
  const closed = searchForTokens(stage.tokens(), world.formationDirectory, texts)
  for (const { place, bytes } of open) print(`  ${place}: ${bytes.toLocaleString('en')} bytes`)
  const found = [...open, ...closed].reduce((sum, searched) => sum + searched.found, 0)
  // A search that cannot find anything proves nothing: the same search has to find a token that is there.
  const [sample = ''] = stage.tokens()
  const canFind = searchForTokens([sample], world.formationDirectory, { planted: `x${sample}x` }).some(
    (searched) => searched.place === 'planted' && searched.found > 0,
  )
  const logged = readFileSync(stage.logFile, 'utf8').split('\n').length - 1
  const requests = world.model.requests().length
  print(
    `  ${stage.tokens().length} tokens, ${requests} model requests, ${logged} log lines: found ${found} times.`,
  )
  for (const title of missed) print(`  MISSED ITS POINT: ${title}`)
  return { missed, found, passed: missed.length === 0 && found === 0 && canFind }
}
