/**
 * Notices in a stream that a model asks for a credential, and says the official words instead.
 *
 * A request shows only when its sentence is complete, so one sentence at a time is held back and nothing more.
 */
import { RequestReader, type RequestOptions } from './credential-requests.ts'

/** Where a sentence has ended for certain: at a line break, at a stop with a blank behind it, at a CJK stop. */
const ENDS = /\n|[.!?](?=\s)[ \t]*|[。！？।؟]+["'”’)\]]*(?=[^"'”’)\]。！？।؟])[ \t]*/gu

/** A sentence that grows beyond this is looked at as it stands and passed on. UTF-16 units. */
const MOST_HELD = 8_192

/** Of what was read before, as much is read again: a stop and the quotes and brackets behind it. UTF-16 units. */
const READ_AGAIN = 8

/** Looks through one stream. */
export interface RequestWatcher {
  /** The complete sentences so far that were not given yet, none of them a request. */
  push(piece: string): string
  /** What is left when the stream has ended. */
  end(): string
}

/** Watches one stream; `official` is said once, in place of the first request. */
export function watchCredentialRequests(official: string, options: RequestOptions = {}): RequestWatcher {
  let held = ''
  const reader = new RequestReader(official, options)
  const release = (until: number): string => {
    const checked = reader.read(held.slice(0, until))
    held = held.slice(until)
    return checked
  }
  return {
    push(piece) {
      const from = Math.max(0, held.length - READ_AGAIN)
      held += piece
      return release(held.length > MOST_HELD ? held.length : lastEnd(held, from))
    },
    end: () => release(held.length),
  }
}

/** Just behind the last complete sentence. */
function lastEnd(text: string, from: number): number {
  let end = 0
  ENDS.lastIndex = from
  for (let match = ENDS.exec(text); match !== null; match = ENDS.exec(text)) end = ENDS.lastIndex
  return end
}
