/** Finds the known name a misspelt one was most likely meant to be. */

/** Longest name that is compared letter by letter; a longer one is cut first, so that cost stays bounded. */
const LONGEST_COMPARED = 64

/**
 * The nearest of the known names by edit distance; spelling that differs only in case, dashes or underscores is
 * nearest of all. `compared` tells which part of a known name counts; default all. Nothing only when `known` is empty.
 */
export function nearestName(
  name: string,
  known: readonly string[],
  compared: (candidate: string) => string = (candidate) => candidate,
): string | undefined {
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const candidate of known) {
    const distance = editDistance(plain(name), plain(compared(candidate)))
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** Whether two names are so alike that one is surely a misspelling of the other: at most a third of the letters differ. */
export function isNearName(name: string, candidate: string): boolean {
  return editDistance(plain(name), plain(candidate)) <= Math.floor(candidate.length / 3)
}

function plain(name: string): string {
  return name
    .slice(0, LONGEST_COMPARED)
    .toLowerCase()
    .replace(/[-_\s]/g, '')
}

/** Optimal string alignment: insert, delete, replace, or swap two neighbours, one step each. */
function editDistance(left: string, right: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1]
      let cost = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (isSame ? 0 : 1),
      )
      const isSwap = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      if (isSwap && row > 1 && column > 1) cost = Math.min(cost, at(beforePrevious, column - 2) + 1)
      current.push(cost)
    }
    beforePrevious = previous
    previous = current
  }
  return at(previous, right.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
