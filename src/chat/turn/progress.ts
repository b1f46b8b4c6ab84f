/**
 * How far an agent had come when its request was parked: its own JSON, kept sealed beside the request, so that the very call that needed
 * a credential goes on and nothing is done twice.
 */
import type { Scrubber } from '../../guard/index.ts'

/** The longest progress as JSON, in bytes of UTF-8: 512 KiB. Of a longer one nothing is kept, and the request begins anew. */
export const MAX_PROGRESS_BYTES = 512 * 1024

/** Writes it as JSON with secrets taken out; nothing for what is too long or no JSON. */
export function writeProgress(progress: unknown, scrubber: Scrubber): string | undefined {
  try {
    // First made plain: what a scrubber is given may hold anything that runs when it is read.
    const plain: unknown = JSON.parse(JSON.stringify(progress))
    const text = JSON.stringify(scrubber.value(plain))
    return Buffer.byteLength(text, 'utf8') <= MAX_PROGRESS_BYTES ? text : undefined
  } catch {
    return undefined
  }
}

/** Reads it; nothing for what is none. */
export function readProgress(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
