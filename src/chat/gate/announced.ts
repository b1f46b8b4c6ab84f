/**
 * Finds secrets that only the name of one of the formation's services gives away: "Add my door token 7f3a…".
 *
 * The guard knows the shapes of many services; which words announce *this* deployment's services only the formation knows.
 * A value behind ":" or "=" may look like anything; behind mere words it has to look like no word.
 */
import type { Finding } from '../../guard/index.ts'
import type { Service } from '../../providers/service.ts'

const NOUN =
  '(?:tokens?|api[ -]?keys?|keys?|pass(?:word|phrase|code)s?|secrets?|credentials?|pat|pin|code|login)'

/** The farthest that the noun stands behind the service's name. UTF-16 units. */
const REACH = 40

/** So much of a value is judged; the rest of its run belongs to it, however long. UTF-16 units. */
const LONGEST = 8_300

/** So many mentions of one word are looked at: a text made of nothing else must not cost its square. */
const MOST_MENTIONS = 500

/** What the guard found, and what is announced besides; where an announced value is more than the guard saw of it, all of it. */
export function addAnnounced(
  text: string,
  services: readonly Service[],
  found: readonly Finding[],
): Finding[] {
  const announced = findAnnounced(text, services)
  const larger = announced.filter((value) =>
    found.every((other) => !overlaps(value, other) || isMoreThan(text, value, other)),
  )
  const kept = found.filter((other) => !larger.some((value) => overlaps(value, other)))
  return [...kept, ...larger].sort((one, other) => one.start - other.start)
}

/** A shape says exactly where a token ends, and words do not; but in the middle of a longer value it is there by chance. */
function isMoreThan(text: string, value: Finding, other: Finding): boolean {
  if (value.start > other.start || value.end < other.end) return false
  if (other.certainty === 'words' || other.certainty === 'structure') return value.end > other.end
  return VALUE_GOES_ON.test(text.slice(value.start, other.start))
}

/** What stands before the shape is of the same value: no name with a sign behind it, no escape, no emphasis. */
const VALUE_GOES_ON = /^[\w-]*[a-z\d][\w-]*$/i

function findAnnounced(text: string, services: readonly Service[]): Finding[] {
  const lower = text.toLowerCase()
  const announced: Finding[] = []
  for (const service of services) {
    for (const word of service.words) {
      let mentions = 0
      for (
        let at = lower.indexOf(word);
        at >= 0 && mentions < MOST_MENTIONS;
        at = lower.indexOf(word, at + 1)
      ) {
        mentions += 1
        const finding = readValue(text, at + word.length, service)
        if (finding !== undefined && !announced.some((other) => overlaps(finding, other)))
          announced.push(finding)
      }
    }
  }
  return announced
}

const ANNOUNCED = new RegExp(
  String.raw`^[^\n:=]{0,${REACH}}?\b${NOUN}\b(\s*(?:is\s*)?[:=]\s*|\s+is\s+|\s+)([\x22\x27\x60]?)(\S{1,${LONGEST}})`,
  'iu',
)

/** "Add my CRM account ann:…": a user name and its password in one word, which is no address and no time. */
const PAIR =
  /^(?: (?:account|login|credentials?|user|access|as|with|is|using))*:? ["'`]?([^\s:/"'`]{1,100}:(?!\d\d?\b)[^\s/"'`]{3,200})/iu

function readValue(text: string, from: number, service: Service): Finding | undefined {
  const behind = text.slice(from, from + 2 * REACH + LONGEST)
  const pair = service.fields.length > 1 ? PAIR.exec(behind) : null
  if (pair?.[1] !== undefined) {
    const start = from + pair[0].length - pair[1].length
    const end = start + pair[1].length
    return { start, end, value: pair[1], service: service.id, kind: 'password', certainty: 'words' }
  }
  const match = ANNOUNCED.exec(behind)
  if (match === null) return undefined
  const [whole, connector = '', quote = '', word = ''] = match
  const isAssigned = /[:=]/.test(connector)
  const value = trimValue(wholeRun(text, from + whole.length - word.length, word), quote)
  if (value.length < 4 || isPlaceholder(value)) return undefined
  if (isAssigned ? isQuestionBehind(text, from + whole.length) : !looksLikeNoWord(value)) return undefined
  const start = from + whole.length - word.length
  return { start, end: start + value.length, value, service: service.id, kind: 'token', certainty: 'words' }
}

function wholeRun(text: string, start: number, word: string): string {
  if (word.length < LONGEST) return word
  const end = text.slice(start + word.length).search(/\s/)
  return end < 0 ? text.slice(start) : text.slice(start, start + word.length + end)
}

/** What closes a quotation or ends a sentence is not the value's. */
function trimValue(word: string, quote: string): string {
  const closed = quote !== '' && word.indexOf(quote) > 0 ? word.slice(0, word.indexOf(quote)) : word
  return quote === '' ? closed.replace(/[.,;!?)\]]+$/, '') : closed
}

/** A digit, or a mark inside it: no word of a sentence has that. */
const looksLikeNoWord = (value: string): boolean =>
  /\p{N}/u.test(value) || /[^\p{L}\p{M}'’-]/u.test(value.slice(0, -1))

/** "GitHub token: how do I get one?" assigns nothing. */
const isQuestionBehind = (text: string, from: number): boolean => /^[^\n]*\?\s*$/.test(text.slice(from))

const isPlaceholder = (value: string): boolean =>
  /^(?:<.*>|\$?\{.*\}|\[.*\]?|x{3,}|\*{3,}|\.{3}|…)/i.test(value)

const overlaps = (one: Finding, other: Finding): boolean => one.start < other.end && other.start < one.end
