/**
 * What a word alone is made like when it is a password: the words most often taken for one, walks over a keyboard, rows of digits,
 * words with digits or letters in the place of others.
 */
import { COMMON_PASSWORDS } from './leaked-passwords.ts'

/** Rows and columns of keyboards (QWERTY, QWERTZ, AZERTY) and of number pads; a walk goes either way. */
const WALKS = [
  ...['qwertyuiop', 'qwertzuiop', 'azertyuiop', 'asdfghjkl', 'qsdfghjklm', 'zxcvbnm', 'yxcvbnm', 'wxcvbn'],
  ...[
    '1234567890',
    '0123456789',
    'abcdefghijklmnopqrstuvwxyz',
    '147258369',
    '159753',
    '1qaz2wsx3edc4rfv5tgb',
    '1q2w3e4r5t6y7u8i',
  ],
  ...[
    'qazwsxedcrfvtgb',
    'qweasdzxc',
    '123qweasdzxc',
    'qwe123',
    '741852963',
    'adgjmptw',
    'poiuytrewq',
    'mnbvcxz',
    'lkjhgfdsa',
  ],
]

const BACKWARDS = WALKS.map((walk) => [...walk].reverse().join(''))

/** Figures and marks that stand for letters: "p4$$w0rd" is "password". */
const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
  '+': 't',
}

/** Whether a single word is one that people take for a password. */
export function isCommonPassword(word: string): boolean {
  const lower = word.normalize('NFKC').toLowerCase()
  if (lower.length < 4) return false
  const spelled = [...lower].map((character) => LETTERS[character] ?? character).join('')
  const bare = [lower, spelled].map((one) => one.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, ''))
  // The last "1" or "!" of "letmein1" is no letter.
  const stems = [...bare, lower.replace(/[\d!@#$%^&*.]+$/, '')]
  return stems.some((stem) => isTaken(stem)) || isWalk(lower) || isRepeated(lower)
}

/** "letmein", or one of them twice: "hellohello". */
const isTaken = (stem: string): boolean =>
  COMMON_PASSWORDS.has(stem) ||
  (stem.length >= 8 &&
    stem.length % 2 === 0 &&
    isRepeated(stem) &&
    COMMON_PASSWORDS.has(stem.slice(stem.length / 2)))

/** Pieces of walks, four keys or more each, and nothing else: "qwerty", "asdf1234", "qwertyasdf". */
function isWalk(word: string): boolean {
  let rest = word.replace(/[!@#$%^&*.]+$/, '')
  if (rest.length < 4) return false
  while (rest !== '') {
    const length = walkAt(rest)
    if (length < 3) return false
    rest = rest.slice(length)
  }
  return true
}

/** How many characters from the beginning are one walk. */
function walkAt(text: string): number {
  let longest = 0
  for (const walk of [...WALKS, ...BACKWARDS]) {
    for (let length = Math.min(walk.length, text.length); length > longest; length -= 1) {
      if (walk.includes(text.slice(0, length))) longest = length
    }
  }
  return longest
}

/** "111111", "121212", "112233", "abcabc"; of four characters, one alone: "1111". */
function isRepeated(word: string): boolean {
  if (/^(.)\1{3,}$/u.test(word)) return true
  return word.length >= 6 && (/^(.{1,4})\1+$/u.test(word) || /^(?:(.)\1)+$/u.test(word))
}
