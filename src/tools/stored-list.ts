/** The last list that a server told to anybody, as it is kept in the vault: for this very start of the server, and for no other. */
import type { ServerDefinition, Template } from '../formation/formation.ts'
import { createScrubber } from '../guard/scrub/scrub.ts'
import { sha256 } from '../vault/sealing/crypto.ts'
import type { ToolDefinition } from './connections.ts'
import { readDefinitions } from './read-definitions.ts'

/** Where the lists outlast this process; they hold no user's data. */
export interface ListStore {
  /** The list of a server as it was kept; nothing where there is none, or it was altered. */
  read(server: string): Promise<Uint8Array | undefined>
  /** Keeps a list in the place of the one before. */
  keep(server: string, list: Uint8Array): Promise<void>
}

/** A list as bytes. */
export function writeStoredList(server: ServerDefinition, tools: readonly ToolDefinition[]): Uint8Array {
  return Buffer.from(JSON.stringify({ start: startOf(server), tools }), 'utf8')
}

/** A list out of bytes; nothing where they are no list, or one of the server as it was configured before. */
export async function readStoredList(
  server: ServerDefinition,
  bytes: Uint8Array,
): Promise<readonly ToolDefinition[] | undefined> {
  const stored = parse(bytes)
  if (stored === undefined || stored['start'] !== startOf(server) || !Array.isArray(stored['tools']))
    return undefined
  return (await readDefinitions(stored['tools'] as unknown[], createScrubber([]))).tools
}

/** Which program a server's file starts, and how, or where it is reached: SHA-256 in hex. */
function startOf(server: ServerDefinition): string {
  const { auth } = server
  const others = server.type === 'http' ? server.headers : server.env
  const values = [others, auth?.values ?? {}].map((templates) =>
    Object.entries(templates)
      .map(([name, template]) => [name, partsOf(template)])
      .sort(),
  )
  const start =
    server.type === 'http'
      ? [server.url, auth?.type ?? '', auth?.carrier ?? '', values]
      : [partsOf(server.command), server.args.map(partsOf), server.cwd, auth?.type ?? '', values]
  return sha256(Buffer.from(JSON.stringify(start), 'utf8')).toString('hex')
}

const partsOf = ({ parts }: Template): Template['parts'] => parts

function parse(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
