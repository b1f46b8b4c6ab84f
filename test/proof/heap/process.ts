/**
 * A host that is given a token, uses it, and then writes down everything that its heap holds.
 *
 * `FOLDER SNAPSHOT [keep]`: the folder of a formation with the service `door`; where to write; whether to keep the token, as a control.
 * The token comes by standard input, as a chat message would.
 */
import { writeHeapSnapshot } from 'node:v8'
import { createInterface } from 'node:readline'
import { openKeyturn, readFormation } from '../../../src/index.ts'

const [folder = '', snapshot = '', keep] = process.argv.slice(2)
const kept: string[] = []

const keyturn = await openKeyturn({
  formation: await readFormation(folder, { allowLoopback: true }),
  databaseUrl: false,
  redisUrl: false,
})
const chat = keyturn.agent(async ({ user }) => {
  const ask = user.tool('door', async (path: string, { fetch }) => (await fetch(path)).text())
  return JSON.stringify(await ask('/door/me'))
})

const who = { userId: `user-${process.pid}`, conversationId: 'talk', transport: 'terminal' } as const
let messages = 0
for await (const text of createInterface({ input: process.stdin })) {
  messages += 1
  const { text: answer } = await chat({ ...who, messageId: `m${messages}`, text })
  console.log(answer.replaceAll('\n', ' '))
  if (keep !== undefined) kept.push(text)
}
// Requests and streams that are through let go of their buffers in the next rounds of the event loop.
await new Promise((resolve) => setTimeout(resolve, 500))
writeHeapSnapshot(snapshot)
await keyturn.close()
process.exit(kept.length === messages || keep === undefined ? 0 : 1)
