/** Measures how much of a spelling a text still tells: of its words that are no labels, by length, and of parts of long words. */
export function teller(spelled: string, decoy: string): (text: string) => number {
  const labels = new Set([...wordsOf(decoy), ...NAMING])
  const secret = wordsOf(spelled).filter((word) => !labels.has(word))
  const all = secret.reduce((sum, word) => sum + word.length, 0)
  return (text) => {
    const left = new Map<string, number>()
    for (const word of wordsOf(text)) left.set(word, (left.get(word) ?? 0) + 1)
    let told = 0
    for (const word of secret) {
      const count = left.get(word) ?? 0
      if (count > 0) left.set(word, count - 1)
      told += count > 0 ? word.length : longestPart(word, text)
    }
    return told / all
  }
}

const wordsOf = (text: string): string[] => text.match(/[^\s"',;:()[\]{}<>|/+\\&#=%.*-]+|[.-]+/g) ?? []

/** Less than five units in a row are found in any text. */
function longestPart(word: string, text: string): number {
  let longest = 0
  for (let from = 0; from < word.length; from++)
    while (from + longest < word.length && text.includes(word.slice(from, from + longest + 1))) longest++
  return longest < 5 ? 0 : longest
}

/** What names of letters begin with, small or capital. */
const NAMING = 'LATIN SMALL CAPITAL LETTER DIGIT small capital'.split(' ')
