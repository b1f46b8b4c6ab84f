/**
 * What people answer to an open question is read as it was meant, and what is no answer leaves the question open for
 * what is unmistakable: a name, a token. Every phrase was first written down as somebody might say it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'

let world: World
let stage: Stage
let conversation = 0

const DECLINED =
  '(The user declined to use a GitHub account for this request. Answer without it, and do not ask for it.)'

/** A conversation in which nothing was said yet. */
const fresh = () => ({ conversationId: `fresh-${(conversation += 1)}` })

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world)
  const { credentials } = stage.keyturn
  const give = (userId: string, login: string, label?: string) =>
    credentials.set('GITHUB', { userId, value: world.github.issueToken(login), label })
  await give('two', 'ranaroussi')
  await give('two', 'muxi-ai', 'work')
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

describe('an answer to "which one?"', () => {
  const asked = 'You have two GitHub accounts: ranaroussi and muxi-ai (work). Which one?'
  const answer = async (text: string): Promise<string> => {
    const said = { ...fresh(), userId: 'two' }
    expect(await stage.hear('Show my GitHub PRs', said)).toBe(asked)
    const outcome = await stage.say(text, said)
    if (outcome.kind !== 'resume') return outcome.kind
    expect(outcome.text).toBe('Show my GitHub PRs')
    return outcome.accounts.map(({ name }) => name).join(' ')
  }

  it.each([
    ['1', 'ranaroussi'],
    ['2', 'muxi-ai'],
    ['#2', 'muxi-ai'],
    ['2.', 'muxi-ai'],
    ['2)', 'muxi-ai'],
    ['2nd', 'muxi-ai'],
    ['number one', 'ranaroussi'],
    ['option 2', 'muxi-ai'],
    ['two', 'muxi-ai'],
    ['first', 'ranaroussi'],
    ['The first one, please.', 'ranaroussi'],
    ['the second', 'muxi-ai'],
    ["I'll take the second one", 'muxi-ai'],
    ['the last one', 'muxi-ai'],
    ['ranaroussi', 'ranaroussi'],
    ['Ranaroussi.', 'ranaroussi'],
    ['@ranaroussi', 'ranaroussi'],
    ['"muxi-ai"', 'muxi-ai'],
    ['use muxi-ai', 'muxi-ai'],
    ['muxi-ai please', 'muxi-ai'],
    ['the muxi-ai one', 'muxi-ai'],
    ['the work one', 'muxi-ai'],
    ['work', 'muxi-ai'],
    ['my work account', 'muxi-ai'],
    ['WORK', 'muxi-ai'],
    ['the work GitHub account', 'muxi-ai'],
    ['the one for work', 'muxi-ai'],
    ['Show PRs from ranaroussi', 'ranaroussi'],
    ['muxi-ai (work)', 'muxi-ai'],
    ['1 and 2', 'ranaroussi muxi-ai'],
    ['1, 2', 'ranaroussi muxi-ai'],
    ['one and two', 'ranaroussi muxi-ai'],
    ['the first and the second', 'ranaroussi muxi-ai'],
    ['the two', 'ranaroussi muxi-ai'],
    ['both', 'ranaroussi muxi-ai'],
    ['both, please', 'ranaroussi muxi-ai'],
    ['both of them', 'ranaroussi muxi-ai'],
    ['Show PRs from both', 'ranaroussi muxi-ai'],
    ['use both accounts', 'ranaroussi muxi-ai'],
    ['all', 'ranaroussi muxi-ai'],
    ['all of them', 'ranaroussi muxi-ai'],
    ['ranaroussi and muxi-ai', 'ranaroussi muxi-ai'],
    ['uh, the work account I guess', 'muxi-ai'],
    ['show me both', 'ranaroussi muxi-ai'],
    ['all of the above', 'ranaroussi muxi-ai'],
    ['maybe the second one', 'muxi-ai'],
  ])('%s: means %s', async (text, accounts) => {
    expect(await answer(text)).toBe(accounts)
  })

  it.each([
    'show my calendar',
    'close issue 5 in ranaroussi/yfinance',
    'who is ranaroussi and what is he famous for?',
    'what time is it?',
    'say that to the whole team in one sentence',
  ])('T-127 %s: is an ordinary message, and behind it only a name is an answer', async (text) => {
    const said = { ...fresh(), userId: 'two' }
    await stage.hear('Show my GitHub PRs', said)
    expect(await stage.hear(text, said)).toBe(`PASS: ${text}`)
    for (const bare of ['2', 'both', 'the first one', 'yes', 'cancel'])
      expect(await stage.hear(bare, said)).toBe(`PASS: ${bare}`)
    expect(await stage.hear('work', said)).toBe('\nRESUME: Show my GitHub PRs')
  })

  const unclear =
    'I do not know which account you mean. You have ranaroussi and muxi-ai (work): say the name of one, "both", or "cancel".'

  it.each([
    "that's all",
    'all good',
    "it doesn't work",
    '3',
    'the third one',
    '7 apples',
    'neither here nor there',
    'either',
    'you choose',
    'not ranaroussi',
    'no, not the work one',
    'no not that one',
    'either is fine',
    'the other one',
  ])('T-127 %s: names none of them, so it is asked again, once, and nothing is guessed', async (text) => {
    const said = { ...fresh(), userId: 'two' }
    await stage.hear('Show my GitHub PRs', said)
    expect(await stage.hear(text, said)).toBe(unclear)
    expect(await stage.hear('2', said)).toBe('\nRESUME: Show my GitHub PRs')
    const once = { ...fresh(), userId: 'two' }
    await stage.hear('Show my GitHub PRs', once)
    expect(await stage.hear(text, once)).toBe(unclear)
    expect(await stage.hear(text, once)).toBe(`PASS: ${text}`)
    expect(await stage.hear('2', once)).toBe('PASS: 2')
    expect(await stage.hear('work', once)).toBe('\nRESUME: Show my GitHub PRs')
  })

  it.each([
    ['which ones are there?', asked],
    ['what is the difference?', asked],
    ['which?', asked],
    ['how does that work?', asked],
    ['one moment', unclear.replace(/^.*mean/, 'Take your time: I can wait 10 minutes')],
  ])('%s: is answered, and the question with it', async (text, again) => {
    const said = { ...fresh(), userId: 'two' }
    await stage.hear('Show my GitHub PRs', said)
    for (let time = 0; time < 3; time += 1) expect(await stage.hear(text, said)).toBe(again)
    expect(await stage.hear('2', said)).toBe('\nRESUME: Show my GitHub PRs')
  })

  it.each([
    ['ranarousi', 'ranaroussi'],
    ['rana', 'ranaroussi'],
    ['muxi', 'muxi-ai'],
    ['muxi ai', 'muxi-ai'],
    ['the rana one please', 'ranaroussi'],
  ])('%s: means %s, and that is said', async (text, name) => {
    const said = { ...fresh(), userId: 'two' }
    await stage.hear('Show my GitHub PRs', said)
    expect(await stage.hear(text, said)).toBe(`I take it you mean '${name}'.\nRESUME: Show my GitHub PRs`)
  })

  it.each(['cancel', 'never mind', 'neither', 'none of them', 'no', 'abbrechen'])(
    '%s: ends it, with no word of connecting anything, and the request goes on without',
    async (text) => {
      const said = { ...fresh(), userId: 'two' }
      await stage.hear('Show my GitHub PRs', said)
      expect(await stage.hear(text, said)).toBe(
        `All right, I stopped.\nRESUME: Show my GitHub PRs\n\n${DECLINED}`,
      )
    },
  )

  it.each([
    ['取消', '好的，我停下了。'],
    ['どっちもいらない', '分かりました。やめます。'],
    ['keins von beiden', 'In Ordnung, ich habe aufgehört.'],
    ['ninguna de las dos', 'De acuerdo, lo dejo.'],
  ])('%s: ends it in the same way, in its language', async (text, told) => {
    const said = { ...fresh(), userId: 'two' }
    await stage.hear('Show my GitHub PRs', said)
    expect(await stage.hear(text, said)).toBe(`${told}\nRESUME: Show my GitHub PRs\n\n${DECLINED}`)
  })
})

describe('an answer while a token is awaited', () => {
  const open = async (userId = 'none') => {
    const said = { ...fresh(), userId }
    await stage.hear('Show my GitHub PRs', said)
    return said
  }

  it.each([
    'what scopes does it need?',
    'Which permissions?',
    'what is that?',
    'where do I get one?',
    'how do I create a GitHub token?',
    'is it safe?',
    'who can see it?',
    'why do you need it?',
    'help',
    "I don't know what that is",
    "I don't have one",
    'can you explain?',
    'what do you mean?',
    'what will you use the token for?',
    'which scopes should I tick?',
    'do I need admin rights for it?',
    'classic or fine-grained?',
    'is a password ok too?',
    'is this going to be stored?',
    'can my boss see it?',
    'can I revoke it later?',
    'what for?',
    'pardon?',
    'is there another way?',
    'can I use my password instead?',
    'who else has access to it?',
    'i dont have a token',
    'I have no token yet',
    "sorry, I don't have a GitHub account",
  ])('%s: is answered, and the question stays open', async (text) => {
    const said = await open(`asks ${text}`)
    expect(await stage.hear(text, said)).toMatch(/Paste it here, or say "cancel"\.$/)
    expect(await stage.hear(world.github.issueToken('ranaroussi'), said)).toMatch(/^Successfully added/)
  })

  it.each([
    'show my calendar',
    'what is the capital of France?',
    "what's the weather like?",
    'how do I center a div?',
    'why is the sky blue?',
    'who won the world cup?',
    'who is my boss?',
    'what can you do for me?',
    'who are you?',
    "I don't have any money left",
    'I want to share my screen',
    "I can't find my umbrella",
    'later today I fly to Rome',
  ])('T-127 %s: is an ordinary message, and behind it only a token is an answer', async (text) => {
    const said = await open(`passes ${text}`)
    expect(await stage.hear(text, said)).toBe(`PASS: ${text}`)
    for (const bare of ['cancel', 'yes', 'done', 'no'])
      expect(await stage.hear(bare, said)).toBe(`PASS: ${bare}`)
    expect(await stage.hear(world.github.issueToken('ranaroussi'), said)).toMatch(
      /RESUME: Show my GitHub PRs$/,
    )
  })

  it.each(['I have no idea', 'I am not', 'thanks', 'yes'])(
    'T-127 %s: is no answer, so the question is put again, once',
    async (text) => {
      const said = await open()
      expect(await stage.hear(text, said)).toBe(
        'I did not understand that. I am waiting for your GitHub personal access token: paste it here, or say "cancel".',
      )
      expect(await stage.hear(text, said)).toBe(`PASS: ${text}`)
      expect(await stage.hear('cancel', said)).toBe('PASS: cancel')
    },
  )

  it.each(['blubb', 'swordfish', 'xyzzy'])(
    'T-127 %s: a word of nobody knows what is kept from everybody while a token is awaited',
    async (text) => {
      expect(await stage.hear(text, await open(`kept ${text}`))).toMatch(/^I kept that from everybody/)
    },
  )

  it.each([
    'cancel',
    'Cancel!',
    'never mind',
    'nevermind',
    'nvm',
    'no thanks',
    'No, thank you.',
    'not now',
    'maybe later',
    "I'd rather not",
    "I don't want to",
    'forget it',
    'stop',
    'please stop asking',
    'actually, never mind',
    'i dont want to',
    "no way, I won't give you that",
    "I don't trust you",
    'forget github',
    'cancel the GitHub thing',
    'exit',
    'do it later',
    "I'll do it tomorrow",
    'remind me later',
    'not right now, thanks',
    'maybe another day',
    "no, I'm not giving you my token",
    'I do not want to share my GitHub token',
    "I'm not comfortable with that",
    "I'd prefer not to",
    'absolutely not',
    'no thank you very much',
    'oops, cancel that',
    'cancle',
    'Abbrechen',
  ])('%s: ends it, and the request goes on without', async (text) => {
    expect(await stage.hear(text, await open())).toBe(
      `All right, I will not connect GitHub now.\nRESUME: Show my GitHub PRs\n\n${DECLINED}`,
    )
  })

  it.each([
    ['jetzt nicht', 'In Ordnung, ich verbinde GitHub jetzt nicht.'],
    ['nein, ich will nicht', 'In Ordnung, ich verbinde GitHub jetzt nicht.'],
    ['ahora no', 'De acuerdo, no conectaré GitHub ahora.'],
    ['no gracias', 'De acuerdo, no conectaré GitHub ahora.'],
    ['pas maintenant', 'D’accord, je ne connecte pas GitHub maintenant.'],
    ['Non, merci !', 'D’accord, je ne connecte pas GitHub maintenant.'],
    ['не сейчас', 'Хорошо, не буду сейчас подключать GitHub.'],
    ['отмена', 'Хорошо, не буду сейчас подключать GitHub.'],
    ['また今度', '分かりました。今はGitHubを接続しません。'],
    ['キャンセル', '分かりました。今はGitHubを接続しません。'],
    ['取消', '好的，现在不连接 GitHub。'],
  ])('%s: ends it in the same way, in its language', async (text, told) => {
    expect(await stage.hear(text, await open())).toBe(`${told}\nRESUME: Show my GitHub PRs\n\n${DECLINED}`)
  })
})

it.each([
  ['is read access enough?', /^It needs: repo/],
  ['what permissions should it have?', /^It needs: repo/],
  ['can my boss read it?', /^It is taken out of the chat/],
  ['what do you need that for?', /^A GitHub personal access token lets me/],
])('%s: is answered by its subject', async (text, answer) => {
  const said = { ...fresh(), userId: 'subjects' }
  await stage.hear('Show my GitHub PRs', said)
  expect(await stage.hear(text, said)).toMatch(answer)
})

describe('a question while an unasked token waits for a yes', () => {
  it.each(['what for?', 'which scopes does it need?', 'is that safe?'])(
    '%s is answered with what is awaited then, and not with a request to paste',
    async (text) => {
      const said = { ...fresh(), userId: `offered-${text}` }
      await stage.hear(world.github.issueToken('ranaroussi'), said)
      expect(await stage.hear(text, said)).toMatch(
        /Should I add the one you sent to your accounts\? \(yes or no\)$/,
      )
      expect(await stage.hear('Yes, please do.', said)).toBe("Successfully added GitHub account 'ranaroussi'")
    },
  )

  it('a question while a token waits for another try says so too', async () => {
    const said = { ...fresh(), userId: 'waits' }
    const token = world.github.issueToken('ranaroussi')
    world.github.faults.add({ kind: 'unavailable' }, { token })
    await stage.hear('add my GitHub token', said)
    expect(await stage.hear(token, said)).toMatch(/^GitHub is not answering properly right now/)
    expect(await stage.hear('what does that mean?', said)).toMatch(/say "try again", or "cancel"\.$/)
    expect(await stage.hear('try again', said)).toBe("Successfully added GitHub account 'ranaroussi'")
  })
})
