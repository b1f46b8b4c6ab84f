/** Tells names that people build of words (`OAuth2AccessTokenResponse`, `us_east_1_partition_7`) from characters drawn by lot. */

/** For each letter from `a` on, the letters that often follow it in words of European languages and in names of programs. */
const FOLLOWERS = (
  'abcdfgiklmnprstuvwyz aeilorsuy acehiklorstuyz adeilnorsuyz abcdefgijklmnopqrstuvwxyz aefilorstuy ' +
  'aehilnorsuy aeiortuy abcdefgjlmnoprstvxz es aeilosy adefilnostuy abeimopsuy acdefgiklnopstuvy ' +
  'abcdefgiklmnoprstuvwy aehiloprstuy u abcdefgiklmnoprstuvyz acefhiklopstuwyz acdehilmnoprstuwy ' +
  'abcdefgilmnprst aeio aehinors ceipty cmnpst aeioy'
).split(' ')

const COMMON_PAIRS = new Uint8Array(26 * 26)
FOLLOWERS.forEach((followers, first) => {
  for (const follower of followers) COMMON_PAIRS[first * 26 + follower.charCodeAt(0) - 97] = 1
})

/** A word within a name: small letters, the first perhaps a capital, or capitals only. */
const PART = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g
/** Of the pairs of letters within a word of nine letters or more, such a share may be rare ones; of a shorter word none. */
const RARE_SHARE = 0.25
const LONG_WORD = 9

/**
 * The share of a text's letters, 0 to 1, that stand in words of three letters or more.
 *
 * Names reach 0.7 and more; 20 characters drawn from letters and digits stay below 0.4 in all but one of a thousand.
 */
export function wordShare(text: string): number {
  let letters = 0
  let inWords = 0
  for (const [part] of text.matchAll(PART)) {
    letters += part.length
    if (isWord(part)) inWords += part.length
  }
  return letters === 0 ? 0 : inWords / letters
}

/** How many words of three letters or more a name has. */
export function countWords(text: string): number {
  let count = 0
  for (const [part] of text.matchAll(PART)) if (isWord(part)) count++
  return count
}

function isWord(part: string): boolean {
  if (part.length < 3) return false
  let rare = 0
  for (let at = 1; at < part.length; at++) {
    const pair = letterAt(part, at - 1) * 26 + letterAt(part, at)
    if (COMMON_PAIRS[pair] === 0) rare++
  }
  return rare <= (part.length < LONG_WORD ? 0 : Math.floor((part.length - 1) * RARE_SHARE))
}

/** The letter's place in the alphabet, from 0. */
function letterAt(part: string, at: number): number {
  return (part.charCodeAt(at) | 32) - 97
}
