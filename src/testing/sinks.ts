/** Places where a secret could have gone, read byte by byte. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { render } from './render.ts'

/**
 * One place. A file that is missing is an error, since a scan of nothing finds nothing; so is a process that has ended.
 *
 * `folder`: every file below it, hidden ones too; links are not followed. `process`: the command line of a running process (Linux).
 */
export type Sink =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string; readonly except?: readonly string[] }
  | { readonly kind: 'bytes'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'text'; readonly name: string; readonly text: string }
  | { readonly kind: 'object'; readonly name: string; readonly value: unknown }
  | { readonly kind: 'process'; readonly processId: number }

/** What a sink holds, under the name that findings use. */
export interface SinkBytes {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Reads a sink; a folder gives one entry a file. */
export function* readSink(sink: Sink): Generator<SinkBytes> {
  switch (sink.kind) {
    case 'file':
      yield { name: sink.path, bytes: readFileSync(sink.path) }
      return
    case 'folder':
      yield* readFolder(sink.path, new Set(sink.except))
      return
    case 'bytes':
      yield { name: sink.name, bytes: sink.bytes }
      return
    case 'text':
      yield { name: sink.name, bytes: Buffer.from(sink.text, 'utf8') }
      return
    case 'object':
      yield { name: sink.name, bytes: render(sink.value) }
      return
    case 'process': {
      const path = `/proc/${sink.processId}/cmdline`
      yield { name: path, bytes: readFileSync(path) }
    }
  }
}

/** A SQLite database with its write-ahead log and shared memory, as far as they are there; the database itself must be. */
export function sqliteSinks(path: string): Sink[] {
  const beside = ['-wal', '-shm', '-journal'].map((ending) => path + ending).filter(isFile)
  return [path, ...beside].map((file) => ({ kind: 'file', path: file }))
}

function* readFolder(path: string, except: ReadonlySet<string>): Generator<SinkBytes> {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name)
    // A name can hold a secret as well as a file can.
    yield { name: `the name of an entry of ${path}`, bytes: Buffer.from(entry.name, 'utf8') }
    if (except.has(inner)) continue
    if (entry.isDirectory()) yield* readFolder(inner, except)
    else if (entry.isFile()) yield { name: inner, bytes: readFileSync(inner) }
  }
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
