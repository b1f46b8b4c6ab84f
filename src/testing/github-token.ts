/** GitHub tokens made at run time, so that none stands in a file and no scanner of a code host takes one for real. */
import { crc32 } from 'node:zlib'
import { BASE62, randomText } from './random-text.ts'

/** Kinds of GitHub tokens by prefix: classic personal, OAuth, fine-grained personal. */
export type GitHubTokenKind = 'ghp' | 'gho' | 'github_pat'

/**
 * Makes a random token as GitHub would.
 *
 * Classic: prefix, 30 base-62 characters, and their CRC-32 in base 62 as six more (github.blog, 2021-04-05).
 * Fine-grained: 22 and 59 characters, whose checksum GitHub has not published.
 */
export function createGitHubToken(kind: GitHubTokenKind = 'ghp'): string {
  if (kind === 'github_pat') return `${kind}_${randomText(22)}_${randomText(59)}`
  const body = randomText(30)
  return `${kind}_${body}${gitHubChecksum(body)}`
}

/** The six characters that end a classic token: the CRC-32 of its 30 random ones in base 62, padded with `0`. */
export function gitHubChecksum(body: string): string {
  let rest = crc32(body)
  let text = ''
  while (rest > 0) {
    text = BASE62.charAt(rest % 62) + text
    rest = Math.floor(rest / 62)
  }
  return text.padStart(6, '0')
}
