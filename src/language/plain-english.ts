/**
 * Tells a message that is English beyond doubt by a few small words, without the vocabularies of eleven languages: most messages are
 * ordinary English ones, and nothing else need be loaded or looked up for those.
 */

/** Small words that no other language spells like that, nor borrows. */
const MARKING: ReadonlySet<string> = new Set(
  `the of with without about into does did done have having would could should yes but then than that this these those there here it
  it's its they them our your my you what which who where when why how any every either neither much more most other another only just
  again ever never always now later today please thanks i'm i'd i'll i've don't doesn't isn't can't what's let's and are were been from
  for not was had has his her their some want need know think ask give tell find make these because while`.split(
    /\s+/,
  ),
)
/** Small words and verbs of requests that are English beside one of those, though some of them are spelled alike elsewhere. */
const LIKELY: ReadonlySet<string> = new Set(
  `a an to in on at by over under up down out off is am be being do will can may must no or if so i he she we me him us all some each both
  few many such own same too very also soon tomorrow yesterday hello hi hey ok sorry well show list check get open create make close
  search read send post look add remove use try like see say go come take put keep help work write update start stop run change new old
  next last first good bad big long small`.split(/\s+/),
)
/** So many of the first, and such a share of all words, leave no doubt; so does one of them where so many of the rest are the second. */
const FEWEST = 2
const SHARE = 0.25
const FEWEST_WORDS = 4
const LIKELY_SHARE = 0.6
/** Of a longer message this much is looked at. UTF-16 units. */
const LOOKED_AT = 800

/** Whether a message is English beyond doubt; one that is not may be English all the same. */
export function isPlainEnglish(text: string): boolean {
  let words = 0
  let marking = 0
  let likely = 0
  for (const [word] of text.slice(0, LOOKED_AT).toLowerCase().matchAll(WORD)) {
    if (!ENGLISH_LETTERS.test(word)) return false
    words += 1
    if (MARKING.has(word.replaceAll('’', "'"))) marking += 1
    else if (LIKELY.has(word)) likely += 1
  }
  if (marking >= FEWEST && marking >= words * SHARE) return true
  return marking > 0 && words >= FEWEST_WORDS && marking + likely >= words * LIKELY_SHARE
}

const WORD = /[\p{L}\p{M}'’]+/gu
const ENGLISH_LETTERS = /^[a-z'’]+$/
