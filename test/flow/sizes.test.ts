/** T-124: what is long besides a message fails nothing after a write: names, labels, many accounts, what markers add. */
import { parseFormation } from '../../src/formation/parse.ts'
import { stringify } from 'yaml'
import { describe, expect, it } from 'vitest'
import { checkGated } from '../../src/chat/turn/input.ts'
import { createGitHubToken } from '../../src/testing/index.ts'
import { randomText } from '../../src/testing/random-text.ts'
import { openPartsStage, turnOf } from './parts-stage.ts'

describe('T-124 a question', () => {
  it('about twenty accounts with the longest names and labels is asked, kept and answered', async () => {
    const stage = await openPartsStage()
    const userId = 'many'
    const principal = { formation: stage.parts.formation.id, user: userId } as never
    for (let index = 0; index < 20; index += 1) {
      const value = createGitHubToken()
      const name = `${'n'.repeat(62)}${String(index).padStart(2, '0')}`
      stage.known.set(value, name)
      // Ten validations in an hour are all that a service is asked for.
      stage.advance(3_600_000)
      const set = await stage.keyturn.credentials.set('GITHUB', { userId, value })
      if (!set.ok) throw new Error(set.reason)
      const label = `${'漢'.repeat(62)}${String(index).padStart(2, '0')}`
      await stage.parts.vault.rename(principal, set.account.id, label, { channel: 'api' })
    }
    await stage.parts.vault.setDefault(principal, 'github', undefined, { channel: 'api' })
    const user = stage.keyturn.user({ userId, conversationId: 'talk' })
    const need = await user
      .tool(
        'github',
        () => 1,
      )(undefined)
      .catch((thrown: unknown) => thrown)
    expect(need).toMatchObject({ code: 'ACCOUNT_REQUIRED' })
    const asked = await stage.keyturn.park(need, turnOf('Show my pull requests', { userId }))
    expect(asked).toMatchObject({ kind: 'reply' })
    expect('reply' in asked ? asked.reply.choices : []).toHaveLength(20)
    const outcome = await stage.keyturn.turn(turnOf('7', { userId }))
    expect(outcome).toMatchObject({ kind: 'resume', text: 'Show my pull requests' })
    const list = await stage.keyturn.turn(turnOf('list my accounts', { userId }))
    expect(JSON.stringify(list)).toContain('nnn')
    await stage.close()
  })

  it.each([
    ['too long', 'x'.repeat(500)],
    ['of wide characters', '漢'.repeat(300)],
    ['not in normal form', 'café'.normalize('NFD')],
    ['with characters that nobody sees', 'wo\u200brk'],
    ['with half of a pair', 'wo\ud800rk'],
    ['with nothing that anybody sees', '\u200b\u200b'],
  ])('for a token under a label that is %s ends with the account added', async (_, label) => {
    const stage = await openPartsStage()
    const token = createGitHubToken()
    stage.known.set(token, 'ranaroussi')
    const said = { userId: 'label' }
    const first = await stage.keyturn.turn(turnOf(`add my GitHub account called ${label}`, said))
    if (first.kind === 'reply') await stage.keyturn.turn(turnOf(token, said))
    else await stage.keyturn.turn(turnOf(`Add my GitHub token ${token}`, said))
    expect(await stage.keyturn.credentials.list({ userId: 'label' })).toHaveLength(1)
    await stage.close()
  })
})

describe('T-124 a message', () => {
  it('that markers make five times as long is refused, one byte less is not', () => {
    const most = 'x'.repeat(5 * 1024 * 1024)
    expect(() => checkGated(most)).not.toThrow()
    expect(() => checkGated(`${most}x`)).toThrow(/longer than 5242880 bytes once its secrets are taken out/)
  })

  it('of nothing but the shortest tokens of a service with the longest name is served', async () => {
    const id = `service-${'x'.repeat(24)}`
    const files = {
      'formation.afs': stringify({
        schema: '1.0.0',
        id: 'parts',
        user_credentials: { mode: 'dynamic', encryption: { iterations: 100_000 } },
      }),
      [`mcp/${id}.afs`]: stringify({
        ...{ schema: '1.0.0', id, type: 'command', command: 'node' },
        auth: { type: 'bearer', token: `\${{ user.credentials.${id.toUpperCase().replaceAll('-', '_')} }}` },
        credential: { hosts: ['door.example'], shapes: ['abc[A-Za-z0-9]{8}'] },
      }),
    }
    const stage = await openPartsStage({
      formation: (directory) => parseFormation({ files, directory }),
    })
    const token = `abc${randomText(8)} `
    const turn = turnOf(token.repeat(87_381), { userId: 'grows' })
    const outcome = await stage.keyturn.turn(turn)
    expect(outcome.history.user.length).toBeGreaterThan(4 * 1024 * 1024)
    expect(outcome.history.user.includes(token.trim())).toBe(false)
    const again = await stage.keyturn.turn(turn)
    expect(again.kind).toBe(outcome.kind)
    expect(again.history.user === outcome.history.user).toBe(true)
    await stage.close()
  })
})
