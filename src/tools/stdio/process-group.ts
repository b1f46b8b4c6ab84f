/**
 * Starts a program in a process group of its own and ends all that came of it: `npx` and other wrappers start the server as a child of
 * theirs, and a server that outlives its wrapper keeps the credential in its environment.
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { forgetGroup, watchGroup } from './host-watcher.ts'
import {
  makePrivateFolder,
  removeAllFolders,
  removePrivateFolder,
  type PrivateFolder,
} from './private-folder.ts'
import { endStrays } from './strays.ts'

/** A running program with its three pipes. */
export type GroupLeader = ChildProcessByStdio<Writable, Readable, Readable>

/** What is started. */
export interface Program {
  readonly command: string
  readonly args: readonly string[]
  /** The whole environment of the child, but for where its temporary files go, if it does not say so itself. */
  readonly environment: Readonly<Record<string, string>>
  /** Absent: an empty private folder. */
  readonly cwd: string | undefined
}

const running = new Set<ProcessGroup>()
let isWatchingExit = false

/** A program and everything it started. */
export class ProcessGroup {
  readonly leader: GroupLeader
  readonly #folder: PrivateFolder
  #swept: Promise<void> | undefined

  private constructor(leader: GroupLeader, folder: PrivateFolder) {
    this.leader = leader
    this.#folder = folder
  }

  /**
   * Starts a program without a shell. It does not keep this process alive, and ends with it.
   *
   * @throws FolderError; what `spawn` throws or emits: its text may hold the whole environment, so it goes nowhere.
   */
  static start(program: Program): ProcessGroup {
    const folder = makePrivateFolder()
    const leader = spawnIn(folder, program)
    if (leader.pid !== undefined) watchGroup(leader.pid)
    leader.unref()
    for (const pipe of [leader.stdin, leader.stdout, leader.stderr]) if (pipe instanceof Socket) pipe.unref()
    if (!isWatchingExit) process.once('exit', endAllRunning)
    isWatchingExit = true
    const group = new ProcessGroup(leader, folder)
    running.add(group)
    // What outlives its leader, such as a server whose `npx` has ended, ends with it.
    leader.once('close', () => void group.sweep())
    return group
  }

  /** Sends a signal to the leader and all of its group; nothing happens when they are gone. */
  signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { pid } = this.leader
    if (pid === undefined || !running.has(this)) return
    try {
      if (process.platform === 'win32') this.leader.kill(signal)
      else process.kill(-pid, signal)
    } catch {
      // Nobody of the group is left.
    }
  }

  /** Kills what is left of it, also outside of the group, and removes its folder; resolves when that is done. */
  sweep(): Promise<void> {
    this.#swept ??= this.#sweep()
    return this.#swept
  }

  async #sweep(): Promise<void> {
    this.signal('SIGKILL')
    running.delete(this)
    if (this.leader.pid !== undefined) forgetGroup(this.leader.pid)
    await endStrays(this.#folder.path)
    await removePrivateFolder(this.#folder)
  }
}

function spawnIn(folder: PrivateFolder, { command, args, environment, cwd }: Program): GroupLeader {
  try {
    return spawn(command, [...args], {
      env: { ...folder.variables, ...environment },
      cwd: cwd ?? folder.work,
      shell: false,
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
  } catch (error) {
    void removePrivateFolder(folder)
    throw error
  }
}

/** The process ids of the programs that run at this moment. */
export function runningGroups(): number[] {
  return [...running].flatMap(({ leader }) => leader.pid ?? [])
}

/** In groups of their own, children do not get what ends this process; here is the first chance, and the watcher's is the last. */
function endAllRunning(): void {
  for (const group of running) group.signal('SIGKILL')
  removeAllFolders()
}
