/** The words where the brief gives them, and their way out where something did not work. */
import { describe, expect, it } from 'vitest'
import { dedupe } from '../../prompts/dedupe.ts'

const service = { name: 'GitHub', credentialName: 'personal access token' }

describe('a token given twice', () => {
  it('is answered in the words of the brief', () => {
    const account = { name: 'ranaroussi', label: null, active: true, isDefault: false }
    expect(dedupe.already({ service, account })).toBe(
      "That GitHub token is already stored in your account. You're all set!",
    )
  })
})
