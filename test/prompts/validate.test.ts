/** The words where the brief gives them, and their way out where something did not work. */
import { describe, expect, it } from 'vitest'
import { validate } from '../../prompts/validate.ts'

const service = { name: 'GitHub', credentialName: 'personal access token' }
const account = { name: 'ranaroussi', label: null, active: true, isDefault: false }

describe('an accepted token', () => {
  it('is answered in the words of the brief', () => {
    expect(validate.added({ service, account, checked: true })).toBe(
      "Successfully added GitHub account 'ranaroussi'",
    )
    const accounts = [account, { ...account, name: 'muxi-ai' }]
    expect(validate.nowHave({ service, accounts })).toBe(
      'You now have 2 GitHub accounts: ranaroussi, muxi-ai',
    )
  })

  it('that nobody could check is said to be unchecked', () => {
    const said = validate.added({ service, account, checked: false })
    expect(said).toContain("Saved GitHub account 'ranaroussi' without a check")
    expect(said).not.toMatch(/success|connected/i)
  })
})

describe('a refused token', () => {
  it('says how many tries are left, one in the singular', () => {
    const facts = { service, field: null, expired: false, damaged: false }
    expect(validate.rejected({ ...facts, attemptsLeft: 2 })).toContain('You have 2 tries left.')
    expect(validate.rejected({ ...facts, attemptsLeft: 1 })).toContain('You have 1 try left.')
    expect(validate.rejected({ ...facts, attemptsLeft: 1, damaged: true })).toContain(
      'a character seems to be missing',
    )
    expect(validate.rejected({ ...facts, field: 'username', attemptsLeft: 1 })).toContain(
      'start again with your GitHub username',
    )
  })

  it.each(['rate-limited', 'sso-required', 'forbidden', 'unavailable', 'timeout', 'network'] as const)(
    'that the service could not judge (%s) costs nothing, and the way on is said',
    (reason) => {
      expect(validate.unknown({ service, reason })).toMatch(/does not count as a try.*try again/)
    },
  )
})
