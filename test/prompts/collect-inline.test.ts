/** The words where the brief gives them, and their way out where something did not work. */
import { describe, expect, it } from 'vitest'
import { collectInline } from '../../prompts/collect-inline.ts'

const service = { name: 'GitHub', credentialName: 'personal access token' }

describe('a credential', () => {
  it('is asked for in the words of the brief', () => {
    expect(collectInline.ask({ service, why: 'use', field: null, account: null })).toBe(
      'I need access to GitHub. Please provide your personal access token:',
    )
    expect(collectInline.ask({ service, why: 'add', field: null, account: null })).toBe(
      'Please provide your GitHub personal access token:',
    )
  })

  it.each(['unsendable', 'too-long', 'empty'] as const)(
    'that is %s is asked for again, with the reason',
    (problem) => {
      expect(collectInline.malformed({ service, problem })).toMatch(/did not try .*: .*Please copy it again/)
    },
  )

  it.each(['what', 'scopes', 'safety', 'general'] as const)(
    'is explained (%s), and how to stop is said',
    (topic) => {
      const help = { url: 'https://github.com/settings/tokens', scopes: 'repo' }
      expect(collectInline.help({ service, topic, help })).toContain('cancel')
    },
  )
})
