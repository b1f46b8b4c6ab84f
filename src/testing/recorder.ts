/**
 * Collects what a running program says, for a canary to scan: log lines, errors, inspection events, model requests, audit rows, and the
 * command lines of the processes it starts.
 *
 * Everything is rendered when it is recorded: an object that is wiped or changed later has still been seen as it was.
 */
import { ChildProcess } from 'node:child_process'
import type { Logger } from '../ports.ts'
import { render, renderReachable } from './render.ts'
import type { Sink } from './sinks.ts'

/** Methods that a `pino` logger has beside Keyturn's own, so that a recorder can stand in for one. */
export interface RecordingLogger extends Logger {
  trace(fields: object, message?: string): void
  fatal(fields: object, message?: string): void
  child(bindings: object): RecordingLogger
  readonly level: 'trace'
}

/** The recorder. */
export interface Recorder extends Disposable {
  /** Takes log lines of every level. */
  readonly logger: RecordingLogger
  /** Takes XState inspection events; give it to `openKeyturn({ inspect })`. */
  readonly inspect: (event: unknown) => void
  /** Takes an error and gives it back, for use in a `catch`. */
  error<Thrown>(error: Thrown): Thrown
  /** Takes anything else under a name: a model's request, an audit row, an answer to the user. */
  add(name: string, value: unknown): void
  /** Takes the program, arguments of each process that is started from now on, until `dispose`. Not `spawnSync`. */
  watchChildren(): void
  /** How many entries each sink has: a test can make sure that it has looked at something. */
  counts(): Readonly<Record<string, number>>
  sinks(): Sink[]
  dispose(): void
}

/** Makes an empty recorder. */
export function createRecorder(): Recorder {
  const entries = new Map<string, Buffer[]>()
  let stopWatching: (() => void) | undefined

  function keep(name: string, bytes: Buffer): void {
    const list = entries.get(name) ?? []
    list.push(bytes)
    entries.set(name, list)
  }

  function add(name: string, value: unknown): void {
    keep(name, render(value))
  }

  function createLogger(bindings: object): RecordingLogger {
    const take = (fields: object, message?: string): void => add('log', { ...bindings, fields, message })
    return {
      level: 'trace',
      ...{ trace: take, debug: take, info: take, warn: take, error: take, fatal: take },
      child: (more) => createLogger({ ...bindings, ...more }),
    }
  }

  function dispose(): void {
    stopWatching?.()
    stopWatching = undefined
  }

  return {
    logger: createLogger({}),
    inspect: (event) => keep('inspection', renderReachable(event)),
    error(error) {
      add('errors', error)
      return error
    },
    add,
    watchChildren() {
      stopWatching ??= watchChildren((commandLine) => add('command lines', commandLine))
    },
    counts: () => Object.fromEntries([...entries].map(([name, list]) => [name, list.length])),
    sinks: () => [...entries].map(([name, list]) => ({ kind: 'bytes', name, bytes: Buffer.concat(list) })),
    dispose,
    [Symbol.dispose]: dispose,
  }
}

type Spawn = (
  this: ChildProcess,
  options: { readonly file?: string; readonly args?: readonly string[] },
) => unknown

/** `spawn`, `fork`, `exec` and `execFile` all come through this method, however they were imported. */
function watchChildren(onStart: (commandLine: readonly string[]) => void): () => void {
  const prototype = ChildProcess.prototype as unknown as { spawn: Spawn }
  const real = prototype.spawn
  const watching: Spawn = function (this: ChildProcess, options) {
    onStart([options.file ?? '', ...(options.args ?? [])])
    return real.call(this, options)
  }
  prototype.spawn = watching
  return () => {
    if (prototype.spawn === watching) prototype.spawn = real
  }
}
