/** Says how far a long command is: a bar on a terminal, plain lines in a pipe, nothing in JSON. */
import type { Console } from './console.ts'
import { printable } from './style.ts'

/** The progress of one command. */
export interface Progress {
  /** Tells how much is done of how much; nothing about the whole where it is not known. */
  update(what: string, done: number, total?: number): void
  /** Takes the bar away, so that the result stands where it was. */
  end(): void
}

/** Cells of the bar. */
const WIDTH = 24

/** The shortest time between two drawings on a terminal, and between two lines in a pipe. Milliseconds. */
const EVERY_MS = { terminal: 80, pipe: 2_000 } as const

/** Back to the beginning of the line and everything on it away: ECMA-48 §8.3.41. */
const CLEAR = '\r\u001b[2K'

/** Starts the progress of a command; it is said on standard error, beside the result. */
export function startProgress(console: Console): Progress {
  const { stderr, environment } = console.surroundings
  const isDrawn = stderr.isTTY === true && environment['TERM'] !== 'dumb'
  let saidAt = isDrawn ? Number.NEGATIVE_INFINITY : performance.now()
  let said = ''
  let isOnScreen = false

  function update(what: string, done: number, total?: number): void {
    if (console.isJson) return
    const now = performance.now()
    const isWhole = done === total
    const isNew = isDrawn && what !== said
    if (!isNew && !isWhole && now - saidAt < (isDrawn ? EVERY_MS.terminal : EVERY_MS.pipe)) return
    saidAt = now
    said = what
    const text = describe(what, done, total)
    if (!isDrawn) {
      console.note(text)
      return
    }
    const bar = total === undefined ? '' : `${drawBar(total === 0 ? 1 : done / total)} `
    isOnScreen = true
    stderr.write(`${CLEAR}${bar}${text}`)
  }

  function end(): void {
    if (isOnScreen) stderr.write(CLEAR)
    isOnScreen = false
  }

  return { update, end }
}

/** `Copying vault_audit: 1,200 of 30,000 (4 %)`. */
function describe(what: string, done: number, total: number | undefined): string {
  const number = (count: number): string => count.toLocaleString('en-GB')
  if (total === undefined) return `${printable(what)}: ${number(done)}`
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100)
  return `${printable(what)}: ${number(done)} of ${number(total)} (${Math.min(100, percent)} %)`
}

function drawBar(share: number): string {
  const full = Math.max(0, Math.min(WIDTH, Math.round(share * WIDTH)))
  return `[${'#'.repeat(full)}${'-'.repeat(WIDTH - full)}]`
}
