/**
 * `npm run demo`: the flows of the brief, through the real engine, the real GitHub MCP server and a local GitHub.
 *
 * Needs no server, key or account. Ends with a search of everything it wrote for the tokens that were typed; exits 1 when
 * a scene did not make its point or a token was found.
 */
import { styleText } from 'node:util'
import { playDemo } from './play.ts'
import { startWorld } from './world/world.ts'

const colourful = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === ''
const strong = (text: string): string => (colourful ? styleText('bold', text) : text)
const print = (line: string): void => console.log(line)

const startedAt = performance.now()
const world = await startWorld()
const { passed } = await playDemo(world, { print, strong })
await world.close()

const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
print(
  `\n${passed ? strong('All scenes made their point, and no token was found anywhere.') : 'The demo failed.'} (${seconds} s)`,
)
process.exitCode = passed ? 0 : 1
