import { describe, expect, it } from 'vitest'
import { FAMILIES } from '../../src/guard/families/index.ts'
import { PROVIDER_FAMILIES } from '../../src/guard/families/providers.generated.ts'
import { fixedAt } from '../../src/providers/address.ts'
import { defineProvider } from '../../src/providers/define-provider.ts'
import { plainField, tokenField } from '../../src/providers/fields.ts'
import { asBearer } from '../../src/providers/inject.ts'
import { findProvider, KNOWN_PROVIDERS, nameOfUnknown } from '../../src/providers/providers.ts'
import { isKeyturnError } from '../../src/errors.ts'

const acme = {
  id: 'acme',
  name: 'Acme',
  credentialName: 'API token',
  fields: [tokenField('API token', ['ACME_TOKEN'])],
  locate: fixedAt('https://api.acme.example'),
  inject: asBearer,
}

describe('the providers', () => {
  it('are the thirty and more, each under one id', () => {
    const ids = KNOWN_PROVIDERS.map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(33)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it.each([
    ['github', 'github'],
    ['slack_bot', 'slack'],
    ['google-drive', 'google_drive'],
    ['hf', 'huggingface'],
    ['stripe_secret', 'stripe'],
    ['hugging_face', 'huggingface'],
    ['circle', 'circleci'],
  ])('are found by what people call them: %s', (id, found) => {
    expect(findProvider(id)?.id).toBe(found)
  })

  it.each(['acme', '__proto__', 'constructor', 'toString', ''])('are not found by %j', (id) => {
    expect(findProvider(id)).toBeUndefined()
  })

  it('are found behind the host’s own', () => {
    const own = defineProvider({ ...acme, id: 'github', name: 'Our GitHub' })
    expect(findProvider('github', [own])?.name).toBe('Our GitHub')
    expect(findProvider('github')?.name).toBe('GitHub')
    expect(nameOfUnknown('acme_crm')).toBe('Acme Crm')
  })

  it('give the guard every shape that they know, as plain data', () => {
    const shapes = KNOWN_PROVIDERS.flatMap((provider) => provider.shapes)
    expect(PROVIDER_FAMILIES).toEqual(shapes)
    expect(shapes.length).toBeGreaterThan(100)
  })

  it('are the only place where their shapes stand', () => {
    const key = ({ service, prefix, least }: (typeof FAMILIES)[number]): string =>
      `${service ?? ''} ${prefix} ${least}`
    const keys = FAMILIES.map(key)
    expect(keys.filter((one, index) => keys.indexOf(one) < index)).toEqual([])
    expect(FAMILIES.slice(0, PROVIDER_FAMILIES.length)).toEqual(PROVIDER_FAMILIES)
  })
})

describe('a provider of the host', () => {
  it('is what the facts say, with what follows from them', () => {
    const provider = defineProvider({
      ...acme,
      words: ['acme corp'],
      tokenPage: 'https://acme.example/tokens',
    })
    expect(provider).toMatchObject({
      knownAs: 'acme',
      words: ['acme', 'acme corp'],
      shapes: [],
      revoke: [],
      suggestedScopes: [],
    })
    expect(provider.managePage?.({ scopes: [], web: '' })).toBe('https://acme.example/tokens')
    expect(provider.check).toBeUndefined()
  })

  it.each<[string, Partial<typeof acme>, string]>([
    ['an id that is none', { id: 'Acme!' }, 'needs an id'],
    ['an inherited id', { id: '__proto__' }, 'needs an id'],
    ['no secret', { fields: [plainField('site', 'site', [])] }, 'no secret field'],
    ['one field twice', { fields: [tokenField('a', []), tokenField('b', [])] }, 'two fields'],
    ['a field that is no name', { fields: [tokenField('a', []), plainField('a b', 'a', [])] }, 'whose name'],
    ['a variable that is none', { fields: [tokenField('a', ['acme token'])] }, 'a variable'],
  ])('is refused with %s', (_what, change, fault) => {
    try {
      defineProvider({ ...acme, ...change })
      expect.unreachable()
    } catch (error) {
      expect(isKeyturnError(error, 'CONFIGURATION_INVALID')).toBe(true)
      expect(String(error)).toContain(fault)
    }
  })
})
