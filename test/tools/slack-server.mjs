// A server on the official SDK that is built like @modelcontextprotocol/server-slack: without its two variables it says so and ends.
import { McpServer } from '@modelcontextprotocol/server'
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio'
import { z } from 'zod'

const { SLACK_BOT_TOKEN: token, SLACK_TEAM_ID: team, SLACK_API_URL: api } = process.env
if (!token || !team) {
  console.error('Please set SLACK_BOT_TOKEN and SLACK_TEAM_ID environment variables')
  process.exit(1)
}

const server = new McpServer({ name: 'slack', version: '1.0.0' })

async function ask(method, parameters = {}) {
  const url = new URL(`${api}/${method}`)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  return { content: [{ type: 'text', text: JSON.stringify(await response.json()) }] }
}

server.registerTool(
  'slack_list_channels',
  {
    description: 'List public channels in the workspace',
    inputSchema: z.object({ limit: z.number().optional() }),
  },
  () => ask('conversations.list', { team_id: team }),
)
server.registerTool(
  'slack_post_message',
  {
    description: 'Post a new message to a Slack channel',
    inputSchema: z.object({ channel_id: z.string(), text: z.string() }),
  },
  ({ channel_id: channel, text }) => ask('chat.postMessage', { channel, text }),
)

await server.connect(new StdioServerTransport())
