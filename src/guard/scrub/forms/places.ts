/** Where each sign stands in an alphabet. */
/** The ten digits. */
export const DIGITS = '0123456789'
/** The capitals of ASCII. */
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** The small letters of ASCII. */
export const LOWER = UPPER.toLowerCase()

/** By code of ASCII; -1 for those that stand in none. Beyond `size` the places begin anew: capitals and small letters are one. */
export function placesOf(alphabet: string, size = alphabet.length): Int8Array {
  const places = new Int8Array(128).fill(-1)
  ;[...alphabet].forEach((sign, place) => (places[sign.charCodeAt(0)] = place % size))
  return places
}
