/** Takes one turn, or stores one credential, in a process of its own. Reads its task as JSON from standard input. */
import { text } from 'node:stream/consumers'
import OpenAI from 'openai'
import { createAgent } from '../../examples/demo/agent.ts'
import { createGitHubFetch } from '../../examples/demo/world/github-fetch.ts'
import { openKeyturn } from '../../src/index.ts'
import { answeringSlack } from '../flow/answering-slack.ts'
import { hear } from './hear.ts'

interface Task {
  readonly formation: string
  readonly github: string
  readonly model: string
  readonly message?: { messageId: string; text: string; transport: string }
  readonly add?: { token: string; label?: string }
}

const task = JSON.parse(await text(process.stdin)) as Task
const keyturn = await openKeyturn({
  formation: task.formation,
  fetch: answeringSlack(createGitHubFetch(task.github)),
  databaseUrl: false,
  redisUrl: false,
})
if (task.add !== undefined) {
  const { token: value, label } = task.add
  await keyturn.credentials.set('GITHUB_TOKEN', { userId: 'alice', value, label })
}
const client = new OpenAI({ baseURL: task.model, apiKey: 'scripted', maxRetries: 0 })
const heard =
  task.message === undefined
    ? { progress: [], text: '' }
    : await hear(keyturn.agent(createAgent(client)), task.message)
await keyturn.close()
process.stdout.write(JSON.stringify(heard))
