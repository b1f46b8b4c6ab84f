/** The words where the brief gives them, and their way out where something did not work. */
import { describe, expect, it } from 'vitest'
import { askAccount } from '../../prompts/ask-account.ts'

const service = { name: 'GitHub', credentialName: 'personal access token' }
const account = (name: string, label: string | null = null) => ({
  name,
  label,
  active: true,
  isDefault: false,
})

describe('which one?', () => {
  it('is asked in the words of the brief', () => {
    expect(askAccount.which({ service, accounts: [account('ranaroussi'), account('muxi-ai')] })).toBe(
      'You have two GitHub accounts: ranaroussi and muxi-ai. Which one?',
    )
  })

  it('shows the labels people gave', () => {
    const accounts = [account('ranaroussi', 'personal'), account('muxi-ai', 'work')]
    expect(askAccount.which({ service, accounts })).toContain('ranaroussi (personal) and muxi-ai (work)')
  })

  it('never says who else has an account of that name', () => {
    expect(askAccount.notFound({ service, accounts: [account('mine')] })).toBe(
      'I know no GitHub account of yours by that name. You have: mine.',
    )
  })
})
