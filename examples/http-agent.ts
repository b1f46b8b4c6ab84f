/**
 * An agent over HTTP, of which several processes run on the servers of `compose.yaml`, behind any load balancer:
 *
 *   REDIS_URL=… DATABASE_URL=… CREDENTIAL_KEY=… PORT=8001 npx tsx examples/http-agent.ts examples/deployment
 *
 *   curl -s localhost:8001 -d '{"user":"alice","conversation":"c1","message":"m1","text":"Show my GitHub repositories"}'
 *
 * A real one takes the user from its own session; this one believes the request, so it listens on this machine only.
 */
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { fromRequest, isKeyturnError, openKeyturn } from '../src/index.ts'

interface Message {
  readonly user: string
  readonly conversation: string
  readonly message: string
  readonly text: string
}

const keyturn = await openKeyturn({
  formation: process.argv[2] ?? 'examples/formation',
  logger: console,
  // The base of a GitHub Enterprise Server's REST API; without it, GitHub itself.
  githubApi: process.env['KEYTURN_GITHUB_API'],
})

// The agent: calls the one tool that the words ask for. A model goes here.
const chat = keyturn.agent(async ({ text: request, user }) => {
  if (!/repositor/i.test(request)) return `You said: ${request}`
  const search = (await user.tools()).find(({ originalName }) => originalName === 'search_repositories')
  const result = await search?.call({ query: 'user:@me' })
  return JSON.stringify(result?.content ?? 'There is no such tool.')
})

const server = createServer((request, response) => {
  void answer()
    .catch((error: unknown) => ({
      status: isKeyturnError(error) && error.code === 'INPUT_INVALID' ? 400 : 503,
      body: { error: isKeyturnError(error) ? error.code : 'INTERNAL' },
    }))
    .then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    })

  async function answer() {
    const { user, conversation, message, text: said } = JSON.parse(await text(request)) as Message
    const transport = fromRequest(request)
    const turn = { userId: user, conversationId: conversation, messageId: message, text: said, transport }
    const { text: reply } = await chat(turn)
    return { status: 200, body: { reply } }
  }
})
server.listen(Number(process.env['PORT'] ?? 8001), '127.0.0.1')

process.once('SIGTERM', () => {
  server.close(() => void keyturn.close())
  server.closeIdleConnections()
})
