/** Passwords as people choose and machines draw them; every one holds a digit or a sign. */
import { ALPHABETS, type Random } from './random.ts'

const WORDS =
  'summer winter dragon monkey shadow master purple orange tiger rocket pepper cookie banana flower silver golden hunter ranger soccer hockey coffee castle forest thunder berlin paris tokyo madrid'.split(
    ' ',
  )
const SIGNS = '!@#$%&*?+-_.'

/** A password of 6 to 20 characters. */
export function makePassword(random: Random): string {
  const word = random.pick(WORDS)
  const Word = word.charAt(0).toUpperCase() + word.slice(1)
  return random.pick([
    () => `${word}${random.between(1, 9999)}`,
    () => `${Word}${random.between(1990, 2026)}!`,
    () => `${Word}@${random.between(10, 999)}`,
    () => `${word.replace('a', '@').replace('o', '0').replace('e', '3')}${random.between(1, 99)}`,
    () => `${Word}${random.pick([...'!#$%&*'])}${random.pick(WORDS)}${random.between(1, 99)}`,
    () => random.text(ALPHABETS.base62, random.between(8, 16)) + random.text(ALPHABETS.digits, 1),
    () =>
      random.text(ALPHABETS.base62 + SIGNS.slice(0, 6), random.between(9, 18)) +
      random.text(ALPHABETS.base62, 2) +
      '7',
    () => `${random.pick(WORDS)}-${random.pick(WORDS)}-${random.between(10, 99)}`,
  ])()
}
