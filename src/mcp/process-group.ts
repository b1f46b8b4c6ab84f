/**
 * Starts a program in a process group of its own and ends the whole group: `npx` and other wrappers start the server as a child of
 * theirs, and a server that outlives its wrapper keeps the credential in its environment.
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'

/** A running program with its three pipes. */
export type GroupLeader = ChildProcessByStdio<Writable, Readable, Readable>

/** What is started. */
export interface Program {
  readonly command: string
  readonly args: readonly string[]
  /** The whole environment of the child; nothing is added. */
  readonly environment: Readonly<Record<string, string>>
  readonly cwd: string
}

const running = new Set<GroupLeader>()
let isWatchingExit = false

/**
 * Starts a program without a shell. It does not keep this process alive, and ends with it.
 *
 * @throws what `spawn` throws or emits: its text may hold the whole environment, so it goes nowhere.
 */
export function startGroup({ command, args, environment, cwd }: Program): GroupLeader {
  const child = spawn(command, [...args], {
    env: { ...environment },
    cwd,
    shell: false,
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.unref()
  for (const pipe of [child.stdin, child.stdout, child.stderr]) if (pipe instanceof Socket) pipe.unref()
  if (!isWatchingExit) process.once('exit', endAllRunning)
  isWatchingExit = true
  running.add(child)
  child.once('close', () => running.delete(child))
  return child
}

/** Sends a signal to a program and all that it started; nothing happens when they are gone. */
export function signalGroup(child: GroupLeader, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // Nobody of the group is left.
  }
}

/** In groups of their own, children do not get what ends this process; the last chance is here. */
function endAllRunning(): void {
  for (const child of running) signalGroup(child, 'SIGKILL')
}
