/** Writes a formation for the demo: the brief's files, with the real GitHub MCP server pointed at the local GitHub. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { stringify } from 'yaml'

/** What may differ between two formations of the demo. */
export interface FormationOptions {
  /** Folder to write to; made when missing. */
  readonly directory: string
  readonly githubUrl: string
  /** Default `demo`. */
  readonly id?: string | undefined
  /** More fields of `user_credentials`, over `mode: dynamic`. */
  readonly userCredentials?: Readonly<Record<string, unknown>> | undefined
  /** The `auth` block. Default: the brief's, `type: bearer` with `accept_inline: true`. */
  readonly auth?: Readonly<Record<string, unknown>> | undefined
}

const BEARER = { type: 'bearer', accept_inline: true, token: '${{ user.credentials.GITHUB }}' }

/** Writes `formation.afs` and `mcp/github.afs`, and returns the path of the former. */
export function writeFormation(options: FormationOptions): string {
  const formation = {
    schema: '1.0.0',
    id: options.id ?? 'demo',
    user_credentials: { mode: 'dynamic', ...options.userCredentials },
  }
  const server = {
    schema: '1.0.0',
    id: 'github',
    type: 'command',
    command: process.execPath,
    args: ['--import', hookUrl(), serverPath()],
    env: { LOCAL_GITHUB_URL: options.githubUrl },
    auth: options.auth ?? BEARER,
  }
  mkdirSync(join(options.directory, 'mcp'), { recursive: true })
  const path = join(options.directory, 'formation.afs')
  writeFileSync(path, stringify(formation))
  writeFileSync(join(options.directory, 'mcp', 'github.afs'), stringify(server))
  return path
}

/** `@modelcontextprotocol/server-github` as installed: what `npx -y` would run, without asking a registry. */
export function serverPath(): string {
  const require = createRequire(import.meta.url)
  const manifest = require.resolve('@modelcontextprotocol/server-github/package.json')
  return join(dirname(manifest), 'dist', 'index.js')
}

/** The `--import` module that leads the server to the local GitHub. */
export function hookUrl(): string {
  return pathToFileURL(join(dirname(fileURLToPath(import.meta.url)), 'redirect-hook.mjs')).href
}
