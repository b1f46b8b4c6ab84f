/** The words where the brief gives them, and their way out where something did not work. */
import { describe, expect, it } from 'vitest'
import { redirect } from '../../prompts/redirect.ts'

const service = { name: 'GitHub', credentialName: 'personal access token' }

describe('a redirect', () => {
  it("is the operator's own message, with the service's name where it is asked for", () => {
    const redirectMessage =
      'Please configure {service} credentials in the company portal at https://credentials.company.com'
    expect(redirect.elsewhere({ service, redirectMessage })).toBe(
      'Please configure GitHub credentials in the company portal at https://credentials.company.com',
    )
  })

  it('says whom to ask where the operator said nothing', () => {
    expect(redirect.elsewhere({ service, redirectMessage: null })).toContain(
      'ask the people who run this assistant',
    )
  })

  it('T-090 tells the owner of a pasted secret to revoke it', () => {
    for (const say of [redirect.insecure, redirect.shared])
      expect(say({ service, pasted: true })).toContain('revoke it')
    expect(redirect.notHere({ service, redirectMessage: null })).toContain('revoke it')
  })
})
