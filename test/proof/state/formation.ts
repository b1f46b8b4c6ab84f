/** The formation of the proof: GitHub as a service, and no MCP process, since tools here are functions of the host. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes it into a folder and gives its path; the key comes from the secret `CREDENTIAL_KEY`. */
export function writeFormation(folder: string): string {
  const encryption = `{ key: "\${{ secrets.CREDENTIAL_KEY }}", iterations: 100000 }`
  const settings = `user_credentials:\n  mode: dynamic\n  encryption: ${encryption}\n`
  const auth = `auth: { type: bearer, accept_inline: true, token: "\${{ user.credentials.GITHUB }}" }\n`
  mkdirSync(join(folder, 'mcp'))
  writeFileSync(join(folder, 'formation.afs'), `schema: "1.0.0"\nid: proof\n${settings}`)
  writeFileSync(
    join(folder, 'mcp', 'github.afs'),
    `schema: "1.0.0"\nid: github\ntype: command\ncommand: node\n${auth}`,
  )
  return join(folder, 'formation.afs')
}
