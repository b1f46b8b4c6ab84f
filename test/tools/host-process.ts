/**
 * A host that starts a server for a user and lives on: says the process ids of the server, of a child of it, and of one that has left its
 * group, as one line of JSON. Arguments: the command that starts the server, and the server's folder.
 */
import { createConnections } from '../../src/tools/create-connections.ts'
import { watcherId } from '../../src/tools/stdio/host-watcher.ts'
import { credential, formation, makeServer, makeToken, user } from './fixtures.ts'

const [command = '', cwd = '', ...args] = process.argv.slice(2)
const token = makeToken('acme-')
const server = {
  ...makeServer({
    command,
    args,
    type: 'bearer',
    auth: { token: '${{ user.credentials.ACME }}' },
    env: { ODD_STUBBORN: '1' },
  }),
  cwd: cwd === '' ? undefined : cwd,
}
const connections = createConnections({ formation, secrets: () => undefined })

async function ask(tool: string): Promise<string> {
  const credentials = [credential('acme', { token })]
  const outcome = await connections.call({
    server,
    principal: user('alice'),
    credentials,
    tool,
    arguments: {},
  })
  return outcome.kind === 'result' ? String(outcome.result.content[0]?.['text']) : outcome.kind
}

const processes = {
  server: Number(await ask('pid')),
  child: Number(await ask('child')),
  setsid: Number(await ask('setsid')),
  watcher: watcherId(),
}
console.log(JSON.stringify({ ...processes, token, folder: JSON.parse(await ask('folder')) as unknown }))
// The host's own orderly end, without closing anything.
process.once('SIGUSR2', () => process.exit(0))
setInterval(() => undefined, 1_000)
