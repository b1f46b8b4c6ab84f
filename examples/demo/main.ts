/**
 * `npm run demo`: the flows of the brief, through the real engine, the real GitHub MCP server and a local GitHub.
 *
 * Needs no server, key or account. Ends with a search of everything it wrote for the tokens that were typed; exits 1 when
 * a scene did not make its point or a token was found.
 */
import { readFileSync } from 'node:fs'
import { styleText } from 'node:util'
import { SCENES } from './scenes.ts'
import { searchForTokens } from './search.ts'
import { setStage } from './stage.ts'
import { startWorld } from './world/world.ts'

const colourful = process.stdout.isTTY && process.env['NO_COLOR'] === undefined
const strong = (text: string): string => (colourful ? styleText('bold', text) : text)
const print = (line: string): void => console.log(line)

const startedAt = performance.now()
const world = await startWorld()
const stage = await setStage(world, print)
const missed: string[] = []

for (const [index, scene] of SCENES.entries()) {
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
await world.close()

print(
  `  ${stage.tokens().length} tokens, ${requests} model requests, ${logged} log lines: found ${found} times.`,
)
for (const title of missed) print(`  MISSED ITS POINT: ${title}`)
const passed = missed.length === 0 && found === 0 && canFind
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
print(
  `\n${passed ? strong('All scenes made their point, and no token was found anywhere.') : 'The demo failed.'} (${seconds} s)`,
)
process.exitCode = passed ? 0 : 1
