/** The words where the brief gives them, and their way out where something did not work. */
import { describe, expect, it } from 'vitest'
import { help as explain } from '../../prompts/collect-inline-help.ts'
import { collectInline } from '../../prompts/collect-inline.ts'

const service = { name: 'GitHub', credentialName: 'personal access token' }

describe('a credential', () => {
  it('is asked for in the words of the brief', () => {
    const facts = { service, field: null, isFirst: true, account: null }
    expect(collectInline.ask({ ...facts, why: 'use' })).toBe(
      'I need access to GitHub. Please provide your personal access token:',
    )
    expect(collectInline.ask({ ...facts, why: 'add' })).toBe(
      'Please provide your GitHub personal access token:',
    )
  })

  it.each(['unsendable', 'too-long', 'too-short', 'empty'] as const)(
    'that is %s is asked for again, with the reason',
    (problem) => {
      expect(collectInline.malformed({ service, problem, field: null })).toMatch(
        /did not try .*: .*Please copy it again/,
      )
    },
  )

  it.each(['what', 'scopes', 'safety', 'general'] as const)(
    'is explained (%s), and how to stop is said',
    (topic) => {
      const help = { url: 'https://github.com/settings/tokens', scopes: 'repo' }
      expect(explain({ service, topic, next: 'paste', help, minutes: null })).toContain('say "cancel"')
    },
  )

  it.each(['what', 'scopes', 'safety', 'general'] as const)(
    'is explained (%s) where it may not be given without inviting anybody to give it',
    (topic) => {
      const help = { url: 'https://github.com/settings/tokens', scopes: 'repo' }
      const text = explain({ service, topic, next: 'elsewhere', help, minutes: null })
      expect(text).toContain('Please do not send it in this chat.')
      expect(text).not.toMatch(/paste|taken out of the chat/i)
    },
  )

  it('of several fields is asked for field by field, each time with what it is for', () => {
    const crm = { name: 'Crm', credentialName: 'user name and password' }
    const facts = { service: crm, account: null }
    expect(collectInline.ask({ ...facts, why: 'use', field: 'username', isFirst: true })).toBe(
      'I need access to Crm. Please provide your username:',
    )
    expect(collectInline.ask({ ...facts, why: 'use', field: 'password', isFirst: false })).toBe(
      'Please provide your Crm password:',
    )
    expect(collectInline.ask({ ...facts, why: 'rejected', field: 'username', isFirst: true })).toBe(
      'Crm no longer accepts your user name and password. Please provide your username again:',
    )
  })
})
