import { describe, expect, it } from 'vitest'
import { createGitHubToken, gitHubChecksum } from '../../src/testing/github-token.ts'
import { BASE62, randomText } from '../../src/testing/random-text.ts'

describe('a GitHub token', () => {
  it('ends in the checksum that GitHub published', () => {
    // The check value of CRC-32 (ISO 3309): "123456789" gives cbf43926.
    expect(gitHubChecksum('123456789')).toBe(toBase62(0xcbf43926))
    const token = createGitHubToken()
    expect(token).toMatch(/^ghp_[0-9A-Za-z]{36}$/)
    expect(token.slice(-6)).toBe(gitHubChecksum(token.slice(4, -6)))
  })

  it('of the fine-grained kind has two parts', () => {
    expect(createGitHubToken('github_pat')).toMatch(/^github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}$/)
  })

  it('never comes twice', () => {
    expect(new Set(Array.from({ length: 1000 }, () => createGitHubToken())).size).toBe(1000)
  })
})

describe('random text', () => {
  it('uses every character of its alphabet about as often', () => {
    const counts = new Map<string, number>()
    for (const character of randomText(62_000)) counts.set(character, (counts.get(character) ?? 0) + 1)
    expect(counts.size).toBe(62)
    // A thousand each; 32 is one standard deviation, 250 is far beyond chance and less than the bias of a plain remainder.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(250)
  })
})

function toBase62(value: number): string {
  return value === 0 ? '' : toBase62(Math.floor(value / 62)) + BASE62.charAt(value % 62)
}
