/**
 * Scrubs a text that arrives in pieces.
 *
 * What is held back is only what may still become a secret with what comes (see `open.ts`); everything before it flows
 * on at once. What was emitted is remembered for a few hundred characters, because it may announce what follows.
 */
import type { Finding } from '../finding.ts'
import { openFrom, openLiveFrom, WORD_BREAK } from './open.ts'

/** How much of what was emitted the next piece is read with, in UTF-16 units. */
const MEMORY = 400
/** The most that is held back, in UTF-16 units; what is longer is scrubbed as it stands and passed on. */
const MOST_HELD = 65_536
/** From this much on, what is held is read again only when a quarter more has come: all readings stay linear together. */
const PATIENT_FROM = 1024

/** What the stream needs of its scrubber. */
export interface StreamRules {
  /** The secrets of a text, in order, not overlapping. */
  readonly find: (text: string) => readonly Finding[]
  /** What stands in place of a secret. */
  readonly mark: (finding: Finding) => string
  /** Scrubs a whole text: the last look at what is emitted. */
  readonly scrubText: (text: string) => string
  /** The texts of live values in all their forms. */
  readonly needles: readonly string[]
  /** Whether live values alone are taken out: a word is judged by itself, and what follows it says nothing of it. */
  readonly onlyLive: boolean
  /** From where on a text's end may be the beginning of a part of a live value. */
  readonly openFrom: (text: string) => number
}

/** A stream that emits scrubbed text and holds back what may be the beginning of a secret. */
export function scrubStream(rules: StreamRules): TransformStream<string, string> {
  const window = new ScrubWindow(rules)
  return new TransformStream<string, string>({
    transform(chunk, controller) {
      const ready = window.push(chunk)
      if (ready !== '') controller.enqueue(ready)
    },
    flush(controller) {
      const rest = window.end()
      if (rest !== '') controller.enqueue(rest)
    },
  })
}

/** What was emitted lately, and what is held back. */
class ScrubWindow {
  readonly #rules: StreamRules
  /** Only live values with blanks in them reach over more than the last word. */
  readonly #spacedNeedles: readonly string[]
  #memory = ''
  #held = ''
  #readFrom = 0

  constructor(rules: StreamRules) {
    this.#rules = rules
    this.#spacedNeedles = rules.needles.filter((needle) => WORD_BREAK.test(needle))
  }

  push(chunk: string): string {
    this.#held += chunk
    // Within a word nothing can be let go.
    if (this.#held.length < this.#readFrom || (!WORD_BREAK.test(chunk) && this.#held.length < MOST_HELD))
      return ''
    return this.#release(false)
  }

  end(): string {
    return this.#release(true)
  }

  #release(last: boolean): string {
    const text = this.#memory + this.#held
    const floor = this.#memory.length
    const findings = this.#rules.find(text)
    let cut = text.length
    if (!last && this.#held.length < MOST_HELD) {
      const open = this.#rules.onlyLive ? openLiveFrom : openFrom
      cut = Math.max(floor, Math.min(open(text, floor, this.#spacedNeedles), this.#rules.openFrom(text)))
      // A secret is never let go in parts.
      for (const { start, end } of findings) if (start < cut && end > cut) cut = Math.max(floor, start)
    }
    if (cut <= floor) {
      this.#readFrom = this.#held.length < PATIENT_FROM ? 0 : Math.ceil(this.#held.length * 1.25)
      return ''
    }
    const emitted = this.#rules.scrubText(this.#replace(text, floor, cut, findings))
    this.#memory = (this.#memory + emitted).slice(-MEMORY)
    this.#held = text.slice(cut)
    this.#readFrom = this.#held.length < PATIENT_FROM ? 0 : Math.ceil(this.#held.length * 1.25)
    return emitted
  }

  #replace(text: string, floor: number, cut: number, findings: readonly Finding[]): string {
    let replaced = ''
    let from = floor
    for (const finding of findings) {
      if (finding.end <= from || finding.start >= cut) continue
      replaced += text.slice(from, Math.max(from, finding.start)) + this.#rules.mark(finding)
      from = Math.min(cut, finding.end)
    }
    return replaced + text.slice(from, Math.max(from, cut))
  }
}
