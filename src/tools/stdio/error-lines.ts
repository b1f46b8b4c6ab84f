/** Cuts a child's stderr into whole lines. */
import type { Readable } from 'node:stream'

/** The longest line that is passed on, in characters. */
const MAX_LINE_CHARACTERS = 64 * 1024

/**
 * Gives each line of a stream to `onLine`, the unfinished last one at its end. A line over 64 Ki characters is left out: never a part of one,
 * because half a secret is no longer found by the scrubber.
 */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let line = ''
  let isTooLong = false
  const add = (text: string): void => {
    isTooLong ||= line.length + text.length > MAX_LINE_CHARACTERS
    line = isTooLong ? '' : line + text
  }
  const passOn = (): void => {
    if (!isTooLong && line !== '') onLine(line)
    line = ''
    isTooLong = false
  }
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    const [first = '', ...more] = chunk.split('\n')
    add(first)
    for (const text of more) {
      passOn()
      add(text)
    }
  })
  stream.on('end', passOn)
}
