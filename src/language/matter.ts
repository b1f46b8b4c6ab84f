/** Whether a message is about a text: code, a document, a quotation, something to be written or translated. */
import type { Message } from './word.ts'
import { is, isAccount } from './phrase.ts'

/** More lines are a document. */
const MOST_LINES = 3

/** Whether what a message says is not said to us: it is quoted, told of others, or to be made into a text. */
export function isOthersWords(message: Message): boolean {
  const { words, isFormatted, lines } = message
  if (isFormatted || lines > MOST_LINES) return true
  const first = words.find((word) => !is(word, 'courtesies', 'want', 'me', 'you', 'yes', 'and'))
  if (is(first, 'drafting') && !is(first, 'show', 'call', 'rename', 'want', 'little', 'how')) return true
  if (
    words.some(
      (word) => is(word, 'said') && !is(word, 'want', 'little', 'credential', 'account', 'name', 'see'),
    )
  )
    return true
  return hasQuotation(message) || isAnnounced(message)
}

/** "Translate this: …": what stands behind the colon is the matter. */
function isAnnounced({ words }: Message): boolean {
  const colon = words.findIndex(({ gap }, index) => index > 0 && gap.includes(':'))
  return (
    colon > 0 &&
    words.slice(0, colon).some((word) => is(word, 'drafting', 'said') && !is(word, 'little', 'want'))
  )
}

/** Several words in quotation marks that are no name are somebody's words. */
function hasQuotation({ words }: Message): boolean {
  const quoted = words.filter(({ quotation }) => quotation > 0)
  const isWhole = quoted.length === words.length
  if (quoted.length === 0) return false
  if (isWhole) return quoted.length > 2
  return quoted.length > 3 && !quoted.every(isAccount)
}
