/** T-115: a name means the account that is called exactly so; where it fits several, the user is asked. One call, one account. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { message, openStage, tell } from './stage.ts'
import type { Stage } from './stage.ts'

let world: World
let stage: Stage
let users = 0

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world, { local: true, unchecked: true })
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

/** A code of the door that is somebody's. */
function newCode(login: string): string {
  const code = `code-${crypto.randomUUID()}`
  stage.local.codes.set(code, login)
  return code
}

/** A new user with an account of each name at the door; whose code went out is told by `asked`. */
async function somebody(...logins: string[]) {
  const userId = `names-${(users += 1)}`
  const codes = logins.map(newCode)
  for (const value of codes) await stage.keyturn.credentials.set('DOOR', { userId, value })
  const said = { userId }
  return {
    userId,
    codes,
    hear: (text: string, conversationId = 'talk') => stage.hear(text, { ...said, conversationId }),
    accounts: () => stage.keyturn.credentials.list({ ...said, service: 'DOOR' }),
    /** Asks the door in the user's name; the codes that came there, or the question that has to be answered first. */
    async use(conversationId = 'talk'): Promise<string[] | string> {
      stage.local.asked.length = 0
      const user = stage.keyturn.user({ ...said, conversationId })
      const open = user.tool(
        'door',
        async (_: undefined, { fetch }) => (await fetch(`${stage.local.origin}/door/open`)).status,
      )
      try {
        await open(undefined)
        return [...stage.local.asked]
      } catch (error) {
        const need = user.takeNeed() ?? error
        return tell(await stage.keyturn.park(need, message('Open the door', { ...said, conversationId })))
      }
    },
  }
}

/** Two names of which one fits where the other is said. */
const PAIRS = [
  ['ranaroussi', 'RanAroussi'],
  ['ranaroussi', 'ｒａｎａｒｏｕｓｓｉ'],
  ['José', 'JOSÉ'],
  ['straße', 'STRASSE'],
  ['علی\u200cرضا', 'علیرضا'],
  ['ranaroussi', 'rаnaroussi'], // a Cyrillic letter
  ['Ål', 'Öl'],
  ['张伟', '张维'],
] as const

describe('T-115 one of two accounts whose names are nearly the same', () => {
  it.each(PAIRS)(
    '%s beside %s is used alone when it is named exactly, and so is the other',
    async (...names) => {
      const { use, hear, codes } = await somebody(...names)
      for (const [index, name] of names.entries()) {
        const conversation = `exactly-${index}`
        expect(await use(conversation)).toMatch(/^You have two Door accounts: .* Which one\?$/)
        expect(await hear(name, conversation)).toMatch(/RESUME: Open the door$/)
        expect(await use(conversation)).toEqual([codes[index]])
      }
    },
  )

  it.each([
    ['ranaroussi', 'RanAroussi', 'RANAROUSSI'],
    ['ranaroussi', 'ｒａｎａｒｏｕｓｓｉ', 'Ranaroussi'],
    ['José', 'JOSÉ', 'josé'],
    ['straße', 'STRASSE', 'Strasse'],
    ['muxi', 'MUXI', 'Muxi'],
  ])('%s and %s: %s fits both, so that it is asked again and nothing is used', async (one, other, said) => {
    const { use, hear, codes } = await somebody(one, other)
    const question = await use()
    for (const text of [said, `use ${said}`, `the ${said} one please`]) {
      expect(await hear(text)).toMatch(/^I do not know which account you mean\. You have /)
      // The second time it is another matter: the same question is not put three times.
      expect(await hear(text)).toBe(`PASS: ${text}`)
      expect(await use()).toBe(question)
    }
    expect(await hear(`switch to ${said}`)).toMatch(/^I do not know which account you mean\. You have /)
    expect(await use()).toMatch(/Which one\?$/)
    expect(await hear('both')).toMatch(/RESUME/)
    expect(await use()).toEqual(codes)
  })

  it('is asked about before it is renamed, made the default or removed, and only what was named is offered', async () => {
    const { hear, accounts } = await somebody('ranaroussi', 'RanAroussi', 'muxi-ai')
    const which = /^You have two Door accounts: ranaroussi and RanAroussi 2\. Which one\?$/
    expect(await hear('remove my Door account RANAROUSSI')).toMatch(which)
    expect(await hear('RANAROUSSI')).toMatch(
      /^I do not know which account you mean\. You have ranaroussi and /,
    )
    expect(await hear('RanAroussi')).toBe(
      "Remove your Door account 'RanAroussi 2' and forget its API key? (yes or no)",
    )
    expect(await hear('no')).toBe('All right, nothing was removed.')
    expect(await hear('make Ranaroussi my default Door account')).toMatch(which)
    expect(await hear('the first')).toBe("'ranaroussi' is now your default Door account.")
    expect(await hear('rename my Ranaroussi account to work')).toMatch(which)
    expect(await hear('the second one')).toBe('Your Door account \'RanAroussi 2\' is now called "work".')
    expect(await hear('remove my Door account ranaroussi')).toMatch(/^Remove your Door account 'ranaroussi' /)
    expect(await hear('yes')).toMatch(/^Removed your Door account 'ranaroussi'\./)
    expect((await accounts()).map(({ identity, label }) => [identity.name, label])).toEqual([
      ['RanAroussi 2', 'work'],
      ['muxi-ai', undefined],
    ])
  })

  it.each([
    [
      'open the door',
      'You have two Door accounts: rаnaroussi [а: Cyrillic] and ranaroussi [RANAROUSSI]. Which one?',
    ],
    ['entferne mein Konto bei Door', 'rаnaroussi [а: Kyrillisch] und ranaroussi [RANAROUSSI]'],
  ])('and looks the same is told apart in the question: %s', async (text, asked) => {
    const { use, hear } = await somebody('rаnaroussi', 'ranaroussi')
    expect(text === 'open the door' ? await use() : await hear(text)).toContain(asked)
    expect(await hear('RANAROUSSI')).not.toMatch(/^Removed/)
  })

  it('is asked about in one request that names two without listing them', async () => {
    const { use, hear } = await somebody('ranaroussi', 'muxi-ai')
    const question = await use()
    expect(question).toMatch(/Which one\?$/)
    expect(await hear('muxi-ai ranaroussi')).toMatch(/^I do not know which account you mean\./)
    expect(await hear('ranaroussi and muxi-ai')).toMatch(/RESUME/)
    expect(await use()).toHaveLength(2)
  })
})

describe('T-115 a label', () => {
  it('that another account goes by is not given, and another name is asked for', async () => {
    const { hear, accounts } = await somebody('ranaroussi', 'muxi-ai')
    expect(await hear('rename ranaroussi to work')).toMatch(/is now called "work"/)
    for (const label of ['work', 'Work', 'ＷＯＲＫ', 'RANAROUSSI', 'ranaroussi'])
      expect(await hear(`rename muxi-ai to ${label}`), label).toBe(
        `Your Door account 'ranaroussi' goes by that name already, so 'muxi-ai' stays as it is. What should I call it instead? Say another name, or "cancel".`,
      )
    const taken = `Your Door account 'ranaroussi' goes by that name already`
    for (const label of ['work', 'call it Work', '"ranaroussi"']) expect(await hear(label)).toContain(taken)
    expect(await hear('cancel')).toBe('All right, I stopped.')
    expect((await accounts()).map(({ label }) => label)).toEqual(['work', undefined])
    expect(await hear('rename muxi-ai to')).toBe(
      'What should your Door account \'muxi-ai\' be called? Say the new name, or "cancel".',
    )
    expect(await hear('Office')).toBe('Your Door account \'muxi-ai\' is now called "Office".')
    expect((await accounts()).map(({ label }) => label)).toEqual(['work', 'Office'])
  })

  it('is left out where a token is added with it, and the account is there', async () => {
    const { userId, accounts } = await somebody('ranaroussi')
    await stage.hear('rename ranaroussi to work', { userId })
    await stage.hear('Add my work Door account', { userId })
    expect(await stage.hear(newCode('muxi-ai'), { userId })).toContain(
      "Successfully added Door account 'muxi-ai'\nI left its label out, because your account 'ranaroussi' goes by that name already.",
    )
    expect((await accounts()).map(({ label }) => label)).toEqual(['work', undefined])
  })

  it('through keyturn.credentials is refused as a value, and nothing is stored', async () => {
    const { userId, accounts } = await somebody('ranaroussi')
    const { credentials } = stage.keyturn
    await credentials.set('DOOR', { userId, value: newCode('ranaroussi'), label: 'work' })
    for (const label of ['work', 'WORK', 'RanAroussi'])
      expect(await credentials.set('DOOR', { userId, value: newCode('muxi-ai'), label })).toMatchObject({
        ok: false,
        reason: 'label-taken',
        account: { identity: { name: 'ranaroussi' } },
      })
    expect(await accounts()).toHaveLength(1)
  })
})

describe('T-115 an account named to keyturn.credentials', () => {
  it('is the one that is called exactly so; a name that fits several removes none', async () => {
    const { userId, accounts } = await somebody('ranaroussi', 'RanAroussi', 'muxi-ai')
    const { credentials } = stage.keyturn
    for (const account of ['RANAROUSSI', 'Ranaroussi'])
      expect(await credentials.delete('DOOR', { userId, account })).toMatchObject({
        ok: false,
        reason: 'several',
        accounts: [{ identity: { name: 'ranaroussi' } }, { identity: { name: 'RanAroussi 2' } }],
      })
    expect(await accounts()).toHaveLength(3)
    expect(await credentials.delete('DOOR', { userId, account: 'RanAroussi' })).toMatchObject({
      ok: true,
      account: { identity: { name: 'RanAroussi 2' } },
    })
    expect(await credentials.delete('DOOR', { userId, account: 'ranaroussi' })).toMatchObject({ ok: true })
    expect((await accounts()).map(({ identity }) => identity.name)).toEqual(['muxi-ai'])
  })
})

describe('T-115 a second account of a service that cannot say whose a key is', () => {
  const names = async (userId: string) =>
    (await stage.keyturn.credentials.list({ userId, service: 'BRAVE' })).map(({ identity }) => identity.name)

  it('is numbered, and the first one stays; the same key is a duplicate', async () => {
    const said = { userId: 'unchecked' }
    const keys = Array.from({ length: 3 }, () => `brave-${crypto.randomUUID()}`)
    for (const [index, key] of keys.entries()) {
      await stage.hear('Add my Brave account', said)
      expect(await stage.hear(key, said)).toContain(
        `Saved Brave account 'Brave${index === 0 ? '' : ` ${index + 1}`}'`,
      )
    }
    expect(await names('unchecked')).toEqual(['Brave', 'Brave 2', 'Brave 3'])
    await stage.hear('Add my Brave account', said)
    expect(await stage.hear(keys[0] ?? '', said)).toContain('already stored')
    expect(await stage.hear('remove my Brave account', said)).toBe(
      'You have three Brave accounts: Brave, Brave 2 and Brave 3. Which one?',
    )
    expect(await stage.hear('Brave 2', said)).toMatch(/^Remove your Brave account 'Brave 2' /)
    expect(await stage.hear('yes', said)).toMatch(/^Removed/)
    expect(await names('unchecked')).toEqual(['Brave', 'Brave 3'])
  })

  it('is called as the user says, and given its new key where it is the one that was asked for', async () => {
    const { credentials } = stage.keyturn
    const userId = 'unchecked-labels'
    for (const label of ['work', 'Work'])
      expect(
        await credentials.set('BRAVE', { userId, value: `brave-${crypto.randomUUID()}`, label }),
      ).toMatchObject({
        ok: true,
        outcome: 'added',
      })
    expect(await names(userId)).toEqual(['work', 'Work 2'])
  })
})

describe('a name that looks like another', () => {
  it('is said when the account is added, in the chat and on the command line', async () => {
    const { userId } = await somebody('ranaroussi')
    await stage.hear('Add another Door account', { userId })
    expect(await stage.hear(newCode('rаnaroussi'), { userId })).toContain(
      "Its name looks like 'ranaroussi', which is another account of yours.",
    )
    const value = newCode('ranarоussi')
    expect(await stage.keyturn.credentials.set('DOOR', { userId, value })).toMatchObject({
      ok: true,
      lookAlike: { identity: { name: 'ranaroussi' } },
    })
  })
})
