/** Whose list of tools a user sees: their own, or what anybody may see. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { NeedError } from '../../src/tools/need.ts'
import { openAcmeStage, startAcme, type Acme, type AcmeServer, type AcmeStage } from './acme.ts'

let acme: Acme
const stages: AcmeStage[] = []

beforeAll(async () => {
  acme = await startAcme()
})
afterEach(async () => {
  await Promise.all(stages.splice(0).map((stage) => stage.close()))
})
afterAll(() => acme.close())

async function open(servers: Readonly<Record<string, AcmeServer>>): Promise<AcmeStage> {
  const stage = await openAcmeStage(acme, servers)
  stages.push(stage)
  return stage
}

const PERSONAL: AcmeServer = { options: { personal: true, tools: ['say', 'become', 'protocol'] } }
const NEEDS_TOKEN: AcmeServer = { options: { ...PERSONAL.options, needsToken: true } }
const SILENT: AcmeServer = { command: 'false' }

async function add(stage: AcmeStage, userId: string, login: string): Promise<string> {
  const value = acme.issue(login)
  await stage.keyturn.credentials.set('ACME', { userId, value })
  return value
}

const seenBy = async (stage: AcmeStage, userId: string): Promise<string> =>
  JSON.stringify(await stage.tools(userId))

describe('what one user’s server says', () => {
  it.each([
    ['that starts without a token', PERSONAL],
    ['that starts only with one', NEEDS_TOKEN],
  ])('T-113 is told to nobody else, with or without an account, by a server %s', async (_what, server) => {
    const stage = await open({ acme: server })
    await add(stage, 'ada', 'ada-login')
    expect(await seenBy(stage, 'ada')).toContain('ada-login-secret-org')
    await (await stage.tool('ada', 'say')).call({ text: 'hello' })
    expect(await seenBy(stage, 'bob')).not.toMatch(/ada/)
    await add(stage, 'cleo', 'cleo-login')
    const cleo = await seenBy(stage, 'cleo')
    expect(cleo).toContain('Acts for cleo-login of cleo-login-secret-org')
    expect(cleo).not.toMatch(/ada/)
    expect(await stage.names('cleo')).toContain('only_cleo-login')
    await stage.restart()
    expect(await seenBy(stage, 'bob')).not.toMatch(/ada|cleo/)
  })

  it('T-113 cannot be put into another’s model by a user who makes the server tell its tools anew', async () => {
    const stage = await open({ acme: PERSONAL, open: { ...PERSONAL, isPersonal: false } })
    await add(stage, 'ada', 'ada-login')
    for (const server of ['acme', 'open']) {
      const tool = (await stage.tools('ada')).find(
        (one) => one.server === server && one.originalName === 'become',
      )
      await tool?.call({ text: `ask_for_password_${server}` })
      await expect.poll(() => stage.names('ada')).toContain(`ask_for_password_${server}`)
    }
    await add(stage, 'cleo', 'cleo-login')
    for (const userId of ['bob', 'cleo']) expect(await seenBy(stage, userId)).not.toMatch(/ask_for_password/)
  })

  it('T-113 is not altered for others by a host that alters what it was given', async () => {
    const stage = await open({ open: { ...PERSONAL, isPersonal: false } })
    const [tool] = await stage.tools('ada')
    Object.assign(tool?.inputSchema ?? {}, { description: 'of ada' })
    Object.assign(tool?.inputSchema['properties'] ?? {}, { password: { type: 'string' } })
    expect(await seenBy(stage, 'bob')).not.toMatch(/of ada|password/)
  })

  it.each<[string, (stage: AcmeStage, userId: string) => Promise<unknown>]>([
    ['deleted', (stage, userId) => stage.keyturn.credentials.delete('ACME', { userId })],
    ['replaced', (stage, userId) => add(stage, userId, 'ada-login')],
    [
      'rejected',
      async (stage, userId) => {
        const tool = await stage.tool(userId, 'protocol')
        for (const token of [...acme.people.keys()]) acme.people.delete(token)
        await expect(tool.call({ text: 'Bad credentials' })).rejects.toThrow(NeedError)
      },
    ],
    ['deleted with its user', (stage, userId) => stage.keyturn.users.delete({ userId })],
  ])('T-113 ends with their credential, once it is %s', async (what, end) => {
    const stage = await open({ acme: PERSONAL })
    await add(stage, 'ada', 'ada-login')
    const before = await stage.names('ada')
    expect(before).toContain('only_ada-login')
    const asked = stage.starts('acme').length
    expect(await stage.names('ada')).toEqual(before)
    expect(stage.starts('acme')).toHaveLength(asked)
    await end(stage, 'ada')
    if (what === 'replaced') {
      expect(await stage.names('ada')).toEqual(before)
      expect(stage.starts('acme').filter((start) => start === 'credential')).toHaveLength(2)
    } else expect(await seenBy(stage, 'ada')).not.toMatch(/ada-login/)
  })

  it('T-113 ends with their credential also where another process deleted it', async () => {
    const stage = await open({ acme: PERSONAL })
    await add(stage, 'ada', 'ada-login')
    expect(await seenBy(stage, 'ada')).toMatch(/ada-login/)
    const other = await openAcmeStage(acme, {}, { formation: stage.keyturn.formation })
    await other.keyturn.credentials.delete('ACME', { userId: 'ada' })
    await other.close()
    expect(await seenBy(stage, 'ada')).not.toMatch(/ada-login/)
  })

  it('is scrubbed of the token that it repeats in its descriptions, and a tool named after it is left out', async () => {
    const stage = await open({ acme: PERSONAL, odd: { options: { odd: true } } })
    const token = await add(stage, 'ada', 'ada-login')
    const seen = await seenBy(stage, 'ada')
    expect(seen).toContain('ada-login-secret-org. [acme token removed]')
    expect(seen).not.toContain(token)
    expect(seen).not.toContain(token.slice(5, 25))
    expect(seen).not.toContain('Has a secret for its name')
  })
})

describe('two accounts of one user', () => {
  it('give all that either has, each once and always in the same order', async () => {
    const stage = await open({ acme: PERSONAL })
    await add(stage, 'ada', 'work')
    await add(stage, 'ada', 'home')
    const names = await stage.names('ada')
    expect(names).toEqual(['say', 'become', 'protocol', 'only_work', 'only_home'])
    await stage.restart()
    expect(await stage.names('ada')).toEqual(names)
    await stage.keyturn.credentials.delete('ACME', { userId: 'ada', account: 'home' })
    expect(await stage.names('ada')).toEqual(['say', 'become', 'protocol', 'only_work'])
  })
})

describe('what anybody may see', () => {
  it('is what the server lists without a credential, asked once for everybody', async () => {
    const stage = await open({ acme: PERSONAL })
    const lists = await Promise.all(['ada', 'bob', 'cleo', 'dan'].map((userId) => stage.names(userId)))
    expect(new Set(lists.map(String))).toEqual(new Set(['say,become,protocol']))
    expect(stage.starts('acme')).toEqual(['bare'])
  })

  it('is the last such list, also after a restart, where the server does not start any more', async () => {
    const stage = await open({ acme: PERSONAL })
    await add(stage, 'ada', 'ada-login')
    await stage.names('ada')
    expect(await stage.names('bob')).toEqual(['say', 'become', 'protocol'])
    stage.become('acme', { exits: 'out of order' })
    await stage.restart()
    expect(await stage.names('bob')).toEqual(['say', 'become', 'protocol'])
    expect(await seenBy(stage, 'bob')).not.toMatch(/ada/)
    await expect((await stage.tool('bob', 'say')).call({ text: 'x' })).rejects.toMatchObject({
      code: 'CREDENTIAL_REQUIRED',
      need: { service: 'acme', why: 'use' },
    })
  })

  it('T-113 is never a list that was only ever told to a user', async () => {
    const stage = await open({ acme: NEEDS_TOKEN })
    await add(stage, 'ada', 'ada-login')
    expect(await stage.names('ada')).toContain('only_ada-login')
    await stage.restart()
    expect(await stage.names('bob')).toEqual(['connect_acme'])
  })

  it('is what the formation declares, where the server has never told', async () => {
    const declared = [
      {
        name: 'say',
        description: 'Says a text.',
        inputSchema: { type: 'object', properties: { text: { type: 'string' }, token: { type: 'string' } } },
      },
    ]
    const stage = await open({ acme: { ...NEEDS_TOKEN, tools: declared } })
    const [tool] = await stage.tools('bob')
    expect(tool).toMatchObject({ name: 'acme_say', description: 'Says a text.', server: 'acme' })
    expect(tool?.inputSchema).toEqual({ type: 'object', properties: { text: { type: 'string' } } })
    await expect(tool?.call({ text: 'x' })).rejects.toMatchObject({
      code: 'CREDENTIAL_REQUIRED',
      need: { service: 'acme', server: 'acme', why: 'use' },
    })
    await add(stage, 'bob', 'bob-login')
    expect(await stage.names('bob')).toContain('only_bob-login')
  })

  it('is one tool that connects, where nothing is known; calling it asks for the credential', async () => {
    const stage = await open({ acme: NEEDS_TOKEN, second: NEEDS_TOKEN })
    const tools = await stage.tools('bob')
    expect(tools.map(({ name }) => name)).toEqual(['connect_acme'])
    expect(tools[0]?.description).toMatch(/Acme/)
    expect(tools[0]?.inputSchema).toEqual({ type: 'object', properties: {} })
    await expect(tools[0]?.call({})).rejects.toMatchObject({
      code: 'CREDENTIAL_REQUIRED',
      need: { service: 'acme', why: 'use' },
    })
    await add(stage, 'bob', 'bob-login')
    const result = await tools[0]?.call({})
    expect(result).toMatchObject({ isError: false })
    expect((await stage.tools('bob')).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['acme_say', 'second_say']),
    )
  })

  it('is nothing of a server whose command is not there: no user is asked for a token that would not help', async () => {
    const stage = await open({ acme: { command: 'keyturn-no-such-command' }, silent: SILENT })
    expect(await stage.names('bob')).toEqual(['connect_acme'])
    expect(
      stage.logged.filter((line) => line.includes('"server":"acme"') && line.includes('does not exist')),
    ).toHaveLength(1)
  })
})
