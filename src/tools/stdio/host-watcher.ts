/**
 * Ends the servers of this process when it is gone, however it ended: by a signal that nobody handled, and by SIGKILL too, which nobody can.
 *
 * Servers run in process groups of their own, so what ends this process does not reach them, and one with a timer would live on with a
 * credential in its environment. A small shell, one for all servers, reads from a pipe which groups there are; when the pipe closes, this
 * process has ended, and it ends them. Nothing secret is told to it. Windows needs none: it ends the children of a process with it.
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { Socket } from 'node:net'
import type { Writable } from 'node:stream'

/**
 * POSIX shell, as little as there is everywhere (POSIX.1-2017, Shell Command Language).
 *
 * Lines: `folder PATH`, `start GROUP`, `end GROUP`. What has left its group, as `setsid` does, is found by the temporary folder in its
 * environment; only Linux lets that be read. Groups get a second to end by themselves.
 */
const SCRIPT = `
trap '' HUP INT QUIT TERM PIPE
groups=' '
while read -r act what; do
  case $act in
    folder) set -- "$@" "$what" ;;
    start) groups="$groups$what " ;;
    end) case $groups in *" $what "*) groups="\${groups%% $what *} \${groups#* $what }" ;; esac ;;
  esac
done
signal() { for group in $groups; do kill -s "$1" -- "-$group"; done 2>/dev/null; }
if [ "$groups" != ' ' ]; then signal TERM; sleep 1; signal KILL; fi
for folder do
  for round in 1 2 3; do
    found=$(grep -lzsF "TMPDIR=$folder/" /proc/[0-9]*/environ)
    [ -n "$found" ] || break
    for file in $found; do file=\${file#/proc/}; kill -s KILL "\${file%/environ}"; done 2>/dev/null
  done
  rm -rf -- "$folder"
done
`

/** A watcher that ended sooner after its start than this is not started again at once. Milliseconds. */
const SHORTEST_LIFE_MS = 1_000

const groups = new Set<number>()
const folders = new Set<string>()
let watcher: ChildProcessByStdio<Writable, null, null> | undefined

/** Has a process group ended with this process, until `forgetGroup`. */
export function watchGroup(group: number): void {
  groups.add(group)
  tell(`start ${group}`)
}

/** The group is gone: its number may soon be somebody else's. */
export function forgetGroup(group: number): void {
  groups.delete(group)
  watcher?.stdin.write(`end ${group}\n`)
}

/** Has a folder removed with this process, and before it whatever has a temporary folder inside of it. */
export function watchFolder(folder: string): void {
  folders.add(folder)
  tell(`folder ${folder}`)
}

/** The watcher's process id; nothing where there is none: on Windows, and where there is no shell. */
export function watcherId(): number | undefined {
  return watcher?.pid
}

function tell(line: string): void {
  if (process.platform === 'win32') return
  if (watcher === undefined) startWatcher()
  else watcher.stdin.write(`${line}\n`)
}

/** Starts one and tells it everything; it keeps this process no longer alive, and gets nothing that is meant for its terminal. */
function startWatcher(): void {
  const started = spawn('/bin/sh', ['-c', SCRIPT, 'keyturn-watcher'], {
    env: { PATH: '/usr/bin:/bin' },
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const startedAt = performance.now()
  watcher = started
  started.unref()
  if (started.stdin instanceof Socket) started.stdin.unref()
  // Its end is told by 'close', and that there is no shell by 'error'.
  started.stdin.on('error', () => undefined)
  started.once('error', () => undefined)
  started.once('close', () => {
    watcher = undefined
    const wasSound = performance.now() - startedAt > SHORTEST_LIFE_MS
    if (wasSound && groups.size > 0) startWatcher()
  })
  const lines = [
    ...[...folders].map((folder) => `folder ${folder}`),
    ...[...groups].map((group) => `start ${group}`),
  ]
  started.stdin.write(lines.map((line) => `${line}\n`).join(''))
}
