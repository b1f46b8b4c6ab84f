/**
 * The name under which a model sees a tool: made from the server's id and the tool's own name alone, so that a tool is always called the
 * same, and no two tools ever are.
 *
 * `server_tool`, or `server__tool` where an underscore more would be ambiguous. A name without `__` is split at its first `_`, one with it
 * at its first `__`: what stands before is the server, which no server can choose. What does not fit the alphabet or the length ends
 * in a hash of the original.
 */
import type { ServiceId } from '../formation/formation.ts'
import { sha256 } from '../vault/sealing/crypto.ts'

/** The longest name that model APIs take, in characters (OpenAI and Anthropic: `^[a-zA-Z0-9_-]{1,64}$`). */
const MAX_NAME_CHARACTERS = 64

/** The longest server id that stands in a name as it is; half is left for the tool. */
const MAX_SERVER_CHARACTERS = 32

const SERVER_HASH_CHARACTERS = 8
const TOOL_HASH_CHARACTERS = 12

/** An id that is unambiguous before a separator: no `__`, and no underscore at its ends. */
const PLAIN_SERVER = /^[A-Za-z0-9-]+(?:_[A-Za-z0-9-]+)*$/
const PLAIN_TOOL = /^[A-Za-z0-9_-]+$/

/** Names before the separator that are ours: `connect_github`. */
const RESERVED = 'connect'

/** The name of a server's tool for a model: 1 to 64 of `A-Z a-z 0-9 _ -`; different for any other server or tool. */
export function finalToolName(serverId: string, tool: string): string {
  const server = serverPart(serverId)
  const isShort = !server.includes('_') && !tool.startsWith('_') && !tool.includes('__')
  // Where the tool's part is altered, so may its underscores be: the longer separator fits any part.
  const room = MAX_NAME_CHARACTERS - server.length - 2
  const part = toolPart(tool, room)
  return part === tool && isShort ? `${server}_${part}` : `${server}__${part}`
}

/** The name of the tool by which a model asks for an account of a service; no server's tool has it. */
export function connectToolName(service: ServiceId): string {
  return `${RESERVED}_${partOf(service, {
    isPlain: PLAIN_SERVER.test(service),
    most: MAX_NAME_CHARACTERS - RESERVED.length - 1,
    hashCharacters: SERVER_HASH_CHARACTERS,
  })}`
}

function serverPart(id: string): string {
  return partOf(id, {
    isPlain: PLAIN_SERVER.test(id) && id !== RESERVED,
    most: MAX_SERVER_CHARACTERS,
    hashCharacters: SERVER_HASH_CHARACTERS,
  })
}

function toolPart(name: string, room: number): string {
  return partOf(name, { isPlain: PLAIN_TOOL.test(name), most: room, hashCharacters: TOOL_HASH_CHARACTERS })
}

interface PartRules {
  readonly isPlain: boolean
  /** Characters. */
  readonly most: number
  readonly hashCharacters: number
}

/** The text as it is, or what is readable of it with a hash behind; a text that looks like the latter gets a hash too. */
function partOf(text: string, { isPlain, most, hashCharacters }: PartRules): string {
  const looksHashed = new RegExp(`(?:^|-)[0-9a-f]{${hashCharacters}}$`).test(text)
  if (isPlain && !looksHashed && text.length <= most) return text
  // As UTF-16, in which no two texts have the same bytes; UTF-8 has one form for all halves of a surrogate pair.
  const hash = sha256(Buffer.from(text, 'utf16le')).toString('hex').slice(0, hashCharacters)
  const readable = text
    .slice(0, most)
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .slice(0, most - hashCharacters - 1)
    .replace(/^-+|-+$/g, '')
  return readable === '' ? hash : `${readable}-${hash}`
}
