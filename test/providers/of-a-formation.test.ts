import { describe, expect, it } from 'vitest'
import { isKeyturnError } from '../../src/errors.ts'
import { Secret, type CredentialFields } from '../../src/secret.ts'
import { readCredential } from '../../src/providers/credential.ts'
import { createServices } from '../../src/providers/create-services.ts'
import { findProvider, KNOWN_PROVIDERS } from '../../src/providers/providers.ts'
import { knownVariables } from '../../src/providers/variables.ts'
import { basicFields, checkOptions, makeBlock, makeFormation, makeToken, tokenFields } from './fixtures.ts'
import { startHttp } from './local-server.ts'

describe('the services of a formation', () => {
  it('know GitHub by its names', () => {
    const github = createServices(makeFormation([{ service: 'github' }])).get('github')
    expect(github).toMatchObject({
      name: 'GitHub',
      credentialName: 'personal access token',
      words: ['github', 'gh'],
      origins: ['https://api.github.com'],
      hasKnownShape: true,
    })
    expect(knownVariables('github')).toEqual(['GITHUB_TOKEN', 'GITHUB_PERSONAL_ACCESS_TOKEN', 'GH_TOKEN'])
  })

  it('answer for every service the formation uses and for no other', () => {
    const services = createServices(makeFormation([{ service: 'github' }, { service: 'acme_crm' }]))
    expect(services.all.map(({ id }) => id)).toEqual(['github', 'acme_crm'])
    expect(services.get('acme_crm')).toMatchObject({
      name: 'Acme Crm',
      credentialName: 'token',
      hasKnownShape: false,
    })
    expect(services.find('slack')).toBeUndefined()
    for (const id of ['slack', '__proto__', 'constructor', 'toString']) {
      const thrown = ((): unknown => {
        try {
          return services.get(id)
        } catch (error) {
          return error
        }
      })()
      expect(isKeyturnError(thrown, 'SERVICE_UNKNOWN')).toBe(true)
    }
  })

  it('ask GitHub at another base only where the host said so', async () => {
    const server = await startHttp((request, response) => {
      const isGood =
        request.url === '/api/v3/user' && request.headers.authorization?.startsWith('Bearer ') === true
      response.writeHead(isGood ? 200 : 404, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ id: 9, login: 'octo' }))
    })
    const services = createServices(makeFormation([{ service: 'github' }]), {
      githubApi: `${server.origin}/api/v3`,
    })
    const github = services.get('github')
    expect(await github.check(tokenFields(makeToken()), checkOptions())).toMatchObject({
      identity: { key: '9', name: 'octo' },
    })
    expect(github.origins).toEqual([server.origin])
    await server.stop()
  })

  it('take a credential of a service without a check as it is, and say so', async () => {
    const services = createServices(
      makeFormation([{ service: 'acme' }, { service: 'wiki', fields: ['username', 'password'] }]),
    )
    const accepted = { verdict: 'valid', checked: false }
    expect(await services.get('acme').check(tokenFields('acme-token-1'), checkOptions())).toMatchObject({
      ...accepted,
      identity: undefined,
    })
    expect(await services.get('wiki').check(basicFields('alice', 'pass word'), checkOptions())).toMatchObject(
      {
        ...accepted,
        identity: { key: 'alice', name: 'alice' },
      },
    )
    expect(await services.get('acme').check(tokenFields('two words'), checkOptions())).toMatchObject({
      verdict: 'unknown',
    })
  })

  it('name the tokens of a service as the guard does, whatever the formation calls it', () => {
    const services = createServices(
      makeFormation([{ service: 'slack_bot' }, { service: 'jira' }, { service: 'acme' }]),
    )
    expect(services.all.map(({ knownAs }) => knownAs)).toEqual(['slack', 'atlassian', 'acme'])
    expect(services.all.map(({ hasKnownShape }) => hasKnownShape)).toEqual([true, true, false])
  })

  it('give basic credentials as Basic, and tokens in the header the service wants', async () => {
    const services = createServices(
      makeFormation([
        { service: 'wiki', fields: ['username', 'password'] },
        { service: 'figma' },
        { service: 'acme' },
      ]),
    )
    const headersOf = async (service: string, fields: CredentialFields): Promise<[string, string][]> => {
      const headers = new Headers()
      const url = new URL('https://api.example.com/')
      await services.get(service).inject({ method: 'GET', url, headers, body: undefined }, fields, 0)
      return [...headers]
    }
    const basic = `Basic ${Buffer.from('älice:p:w').toString('base64')}`
    expect(await headersOf('wiki', basicFields('älice', 'p:w'))).toEqual([['authorization', basic]])
    expect(await headersOf('acme', tokenFields('t-1'))).toEqual([['authorization', 'Bearer t-1']])
    expect(await headersOf('figma', tokenFields('t-2'))).toEqual([['x-figma-token', 't-2']])
  })

  it('name what to give: fields by their names, a key as a key', () => {
    const fields = ['username', 'password']
    expect(createServices(makeFormation([{ service: 'github', fields }])).get('github').credentialName).toBe(
      'user name and password',
    )
    expect(createServices(makeFormation([{ service: 'acme' }], 'api_key')).get('acme').credentialName).toBe(
      'API key',
    )
  })

  it('T-098 are refused at the start with a check that is not https', () => {
    const credential = makeBlock(['api.acme.com'], 'http://api.acme.com/me')
    expect(() => createServices(makeFormation([{ service: 'acme', credential }]))).toThrow(
      /mcp\/test\.afs:7 .* not https/,
    )
  })

  it('keep GitHub’s own check when a block only repeats it, and take the block’s where GitHub is elsewhere', () => {
    const same = makeBlock(['api.github.com', 'uploads.github.com'], 'https://api.github.com/user')
    const own = makeBlock(['git.acme.com'], 'https://git.acme.com/api/v3/user')
    const origins = (credential: typeof same): readonly string[] =>
      createServices(makeFormation([{ service: 'github', credential }])).get('github').origins
    expect(origins(same)).toEqual(['https://api.github.com', 'https://uploads.github.com'])
    expect(origins(own)).toEqual(['https://git.acme.com'])
  })
})

describe('the table of known services', () => {
  it.each([
    ['github', 'GitHub'],
    ['slack_bot', 'Slack'],
    ['github_personal_access', 'GitHub'],
    ['hugging_face', 'Hugging Face'],
    ['circle-ci', 'CircleCI'],
  ])('finds %s as %s', (id, name) => expect(findProvider(id)?.name).toBe(name))

  it('has each id once, in its one spelling, and only https origins', () => {
    const ids = KNOWN_PROVIDERS.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { id, words, fields, locate, tokenPage } of KNOWN_PROVIDERS) {
      const { origins = [], web = 'https://own.example.com' } = locate({}) ?? {}
      const environmentNames = fields.flatMap(({ environment }) => environment)
      const helpUrl = tokenPage?.({ scopes: [], web })
      expect(id).toMatch(/^[a-z][a-z0-9]*(?:_[a-z]+)?$/)
      expect(words.every((word) => word === word.toLowerCase() && word.length > 1)).toBe(true)
      expect(environmentNames.every((name) => /^[A-Z][A-Z0-9_]+$/.test(name))).toBe(true)
      for (const origin of origins) expect(new URL(origin).origin).toBe(origin)
      if (helpUrl !== undefined) expect(new URL(helpUrl).protocol).toBe('https:')
    }
  })
})

describe('a credential', () => {
  it.each([
    ['8 KiB', 'a'.repeat(8192), 'sendable'],
    ['8 KiB and 1', 'a'.repeat(8193), 'unsendable'],
    ['nothing', '', 'unsendable'],
    ['a byte', 'x', 'sendable'],
    ['a line break', 'a\nb', 'unsendable'],
    ['a NUL', 'a\0b', 'unsendable'],
  ])('T-109 T-058 of %s is sendable or not', (_what, text, told) => {
    expect(readCredential({ token: Secret.fromText(text) })).toBe(told)
  })

  it('T-058 of user name and password may hold what Base64 carries, but no control characters', () => {
    expect(readCredential(basicFields('alice', 'pässwörd with "quotes" %'))).toBe('sendable')
    expect(readCredential(basicFields('alice', 'a\r\nb'))).toBe('unsendable')
    expect(readCredential(basicFields('al:ice', 'a'))).toBe('unsendable')
    expect(readCredential(basicFields('', 'a'))).toBe('unsendable')
    expect(readCredential({})).toBe('unsendable')
  })
})
