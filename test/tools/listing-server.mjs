// An MCP server over stdio whose list of tools is as a test wants it: personal, hostile, huge, late, or only there with a token.
// JSON-RPC by hand, so that it can also say what no SDK would. Its one argument is JSON: { needsToken, personal, tools, … }.
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const given = JSON.parse(process.argv[2] ?? '{}')
const becomes = given.becomes && existsSync(given.becomes) ? readFileSync(given.becomes, 'utf8') : '{}'
const options = { ...given, ...JSON.parse(becomes) }
const token = process.env.ACME_TOKEN
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
const text = (value, isError = false) => ({ content: [{ type: 'text', text: value }], isError })

if (options.starts) appendFileSync(options.starts, `${token === undefined ? 'bare' : 'credential'}\n`)
if (options.needsToken && token === undefined) {
  console.error('npm warn using an old lockfile')
  console.error('Please set the ACME_TOKEN environment variable')
  process.exit(1)
}
if (options.exits) {
  console.error(options.exits)
  process.exit(1)
}

/** Who the token belongs to, asked of its service as a real server would. */
async function whoAmI() {
  const response = await fetch(`${options.service}/me`, { headers: { authorization: `Bearer ${token}` } })
  return response.status === 200 ? await response.json() : undefined
}

const schema = (extra) => ({ type: 'object', properties: { text: { type: 'string' } }, ...extra })
const deep = (depth) =>
  depth === 0 ? { type: 'string' } : { type: 'object', properties: { a: deep(depth - 1) } }

async function list(cursor) {
  const plain = options.tools ?? ['say']
  if (options.personal && token !== undefined) {
    const me = await whoAmI()
    const description = `Acts for ${me?.login} of ${me?.organisations}. ${token}`
    const own = [...plain, `only_${me?.login}`]
    return { tools: own.map((name) => ({ name, description, inputSchema: schema() })) }
  }
  if (options.pages) {
    const at = Number(cursor ?? 0)
    const tools = plain.map((name) => ({ name: `${name}_${at}`, inputSchema: schema() }))
    return { tools, nextCursor: String(at + 1) }
  }
  if (options.many) {
    const tools = Array.from({ length: options.many }, (_, at) => ({
      name: `t${at}`,
      inputSchema: { type: 'object' },
    }))
    return { tools }
  }
  if (options.odd) return { tools: oddTools() }
  const description = options.description ?? 'Says what it is told.'
  const { outputSchema } = options
  return { tools: plain.map((name) => ({ name, description, inputSchema: schema(), outputSchema })) }
}

/** Definitions that no honest server sends, each beside one that is sound. */
function oddTools() {
  const odd = [
    { name: 'sound', description: 'Is listed.', inputSchema: schema() },
    { name: 'x'.repeat(5_000), inputSchema: schema() },
    { name: 7, inputSchema: schema() },
    { inputSchema: schema() },
    null,
    'text',
    { name: 'no_schema' },
    { name: 'schema_is_text', inputSchema: 'object' },
    { name: 'schema_is_list', inputSchema: [] },
    { name: 'of_another_type', inputSchema: { type: 'string' } },
    { name: 'deep', inputSchema: deep(20) },
    { name: 'wide', inputSchema: schema({ description: 'w'.repeat(200_000) }) },
    { name: 'long', description: 'l'.repeat(200_000), inputSchema: schema() },
    { name: 'no_text', description: { toString: 'x' }, inputSchema: schema() },
    { name: 'sound', description: 'Is a second one.', inputSchema: schema() },
    { name: token ?? 'no_token', description: 'Has a secret for its name.', inputSchema: schema() },
  ]
  return odd
}

const faces = {
  protocol: (given) => ({ error: { code: -32603, message: given.text } }),
  isError: (given) => ({ result: text(given.text, true) }),
  success: (given) => ({ result: text(given.text) }),
  structured: (given) => {
    const structuredContent = given.text.startsWith('{') ? JSON.parse(given.text) : { text: given.text }
    return { result: { content: [], structuredContent } }
  },
}

async function call({ name, arguments: asked = {} }) {
  const given = { ...asked, text: String(asked.text ?? '').replaceAll('{token}', token ?? '') }
  if (name === 'pid') return { result: text(String(process.pid)) }
  if (name in faces) return faces[name](given)
  if (name === 'become') {
    options.tools = [given.text]
    options.personal = false
    send({ method: 'notifications/tools/list_changed' })
    return { result: text('changed') }
  }
  return { result: text(`${options.says ?? name}: ${given.text}`) }
}

createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, method, params } = JSON.parse(line)
  if (method === options.silentAt) return
  if (method === 'initialize') {
    if (options.startsInMs) await new Promise((resolve) => setTimeout(resolve, options.startsInMs))
    const capabilities = { tools: { listChanged: true } }
    send({
      id,
      result: {
        protocolVersion: params.protocolVersion,
        capabilities,
        serverInfo: { name: 'l', version: '1' },
      },
    })
  } else if (method === 'tools/list') send({ id, result: await list(params?.cursor) })
  else if (method === 'tools/call') send({ id, ...(await call(params)) })
  else if (id !== undefined) send({ id, result: {} })
})
