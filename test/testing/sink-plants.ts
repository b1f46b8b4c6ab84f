/** Ways for a needle to get into each kind of sink: each plants it and gives the sinks to scan, as a careless program would leave them. */
import { isUtf8 } from 'node:buffer'
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { assign, createActor, createMachine } from 'xstate'
import { createRecorder } from '../../src/testing/recorder.ts'
import { type Sink, sqliteSinks } from '../../src/testing/sinks.ts'

/** Plants a needle below a folder of its own and returns what to scan. */
export type Plant = (needle: Buffer, folder: string) => Sink[] | Promise<Sink[]>

const text = (needle: Buffer): string => needle.toString(isUtf8(needle) ? 'utf8' : 'latin1')
const around = (needle: Buffer): Buffer =>
  Buffer.concat([Buffer.alloc(9000, 'x '), needle, Buffer.alloc(9000, ' y')])
const object = (value: unknown): Sink[] => [{ kind: 'object', name: 'value', value }]

/** Sinks that take any bytes. */
export const BINARY_PLANTS: Readonly<Record<string, Plant>> = {
  bytes: (needle) => [{ kind: 'bytes', name: 'bytes', bytes: around(needle) }],
  file(needle, folder) {
    writeFileSync(join(folder, 'file'), around(needle))
    return [{ kind: 'file', path: join(folder, 'file') }]
  },
  'a hidden file deep in a folder': (needle, folder) => {
    mkdirSync(join(folder, 'a', '.b', 'c'), { recursive: true })
    writeFileSync(join(folder, 'a', '.b', 'c', '.d'), around(needle))
    return [{ kind: 'folder', path: folder }]
  },
  'a database': (needle, folder) => plantInSqlite(needle, folder, 'delete'),
  "a database's write-ahead log": (needle, folder) => plantInSqlite(needle, folder, 'wal'),
  'the shared memory of a database': (needle, folder) => {
    const path = join(folder, 'other.db')
    writeFileSync(path, '')
    writeFileSync(`${path}-shm`, around(needle))
    return sqliteSinks(path)
  },
  'bytes inside an object': (needle) => object({ deep: [{ bytes: new Uint8Array(around(needle)) }] }),
}

/** Sinks that take text; bytes that are no UTF-8 are put in as Latin-1. */
export const TEXT_PLANTS: Readonly<Record<string, Plant>> = {
  text: (needle) => [{ kind: 'text', name: 'text', text: `before ${text(needle)} after` }],
  'a property': (needle) => object({ a: { b: { c: text(needle) } } }),
  'a key': (needle) => object({ [text(needle)]: true }),
  'a hidden property': (needle) => object(Object.defineProperty({}, 'hidden', { value: text(needle) })),
  'a property named by a symbol': (needle) => object({ [Symbol('field')]: text(needle) }),
  'a map and a set': (needle) => object(new Map([[new Set([text(needle)]), 1]])),
  'a function': (needle) => object(Object.assign(() => 1, { note: text(needle) })),
  'a cause of an error': (needle) =>
    object(new Error('a', { cause: new AggregateError([new Error(text(needle))]) })),
  headers: (needle) =>
    object(new Headers({ authorization: Buffer.from(needle).toString('latin1').replaceAll('\0', '') })),
  'a list that is long': (needle) => object([...Array.from({ length: 5000 }, () => 'x'), text(needle)]),
  'something 19 levels deep': (needle) => object(nested(19, text(needle))),
  'something 200 levels deep': (needle) => object(nested(200, text(needle))),
  'a cycle': (needle) => {
    const value: Record<string, unknown> = { inner: text(needle) }
    value['self'] = value
    return object(value)
  },
  'something that cannot be printed': (needle) =>
    object({
      note: text(needle),
      toJSON: () => {
        throw new Error('no')
      },
      toString: () => {
        throw new Error('no')
      },
    }),
  'a log line': (needle) => {
    const recorder = createRecorder()
    recorder.logger.child({ user: 1 }).debug({ detail: text(needle) }, 'said')
    return recorder.sinks()
  },
  'the message of a log line': (needle) => {
    const recorder = createRecorder()
    recorder.logger.warn({}, text(needle))
    return recorder.sinks()
  },
  'a thrown error': (needle) => {
    const recorder = createRecorder()
    recorder.error(new TypeError(`bad: ${text(needle)}`))
    return recorder.sinks()
  },
  'a thing that is wiped after it was recorded': (needle) => {
    const recorder = createRecorder()
    const bytes = Buffer.from(needle)
    recorder.add('model requests', { messages: [{ content: text(needle) }] })
    recorder.add('bytes', bytes)
    bytes.fill(0)
    return recorder.sinks()
  },
  'an event of a machine': (needle) => plantInMachine({ type: 'go', note: text(needle) }, ''),
  'the context of a machine': (needle) => plantInMachine({ type: 'go' }, text(needle)),
}

/** Sinks that take no NUL: what a process is started with. */
export const COMMAND_PLANTS: Readonly<Record<string, Plant>> = {
  'the command line of a child': async (needle) => {
    using recorder = createRecorder()
    recorder.watchChildren()
    const child = spawn(process.execPath, ['-e', '0', text(needle)], { stdio: 'ignore' })
    await new Promise((resolve) => child.once('close', resolve))
    return recorder.sinks()
  },
  'the name of a file': (needle, folder) => {
    // A name has at most 255 bytes and no slash; 120 hold twelve characters in the longest spelling.
    writeFileSync(join(folder, text(needle).replaceAll('/', '').slice(0, 120)), '')
    return [{ kind: 'folder', path: folder }]
  },
}

function plantInSqlite(needle: Buffer, folder: string, journal: 'wal' | 'delete'): Sink[] {
  const path = join(folder, 'database.db')
  const database = new DatabaseSync(path)
  database.exec(`pragma journal_mode=${journal}; pragma wal_autocheckpoint=0; create table note (value blob)`)
  database.prepare('insert into note values (?)').run(around(needle))
  // Left open, as by a program that runs: closing would empty the log into the database.
  opened.add(database)
  return sqliteSinks(path).filter(
    (sink) => journal === 'delete' || sink.kind !== 'file' || sink.path !== path,
  )
}

const opened = new Set<InstanceType<typeof DatabaseSync>>()

/** Closes the databases that plants have left open. */
export function closeDatabases(): void {
  for (const database of opened) database.close()
  opened.clear()
}

function plantInMachine(event: { type: 'go'; note?: string }, note: string): Sink[] {
  const recorder = createRecorder()
  const machine = createMachine({
    context: { note: '' },
    on: { go: { actions: assign({ note }) } },
  })
  const actor = createActor(machine, { inspect: recorder.inspect })
  actor.start()
  actor.send(event)
  actor.stop()
  return recorder.sinks()
}

function nested(levels: number, value: unknown): unknown {
  return levels === 0 ? value : { inner: nested(levels - 1, value) }
}
