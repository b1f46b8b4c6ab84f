/**
 * T-127 What people say to a question, of every kind, to every question: each ends in one of three. It was an answer, or a request of its
 * own, and something is done; the question is put again; or the agent gets it, and no bare answer is for the question any more.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import type { TurnOutcome } from '../../src/index.ts'
import { openStage, tell } from './stage.ts'
import type { Said, Stage } from './stage.ts'

const QUESTIONS = ['service', 'account', 'name', 'secret', 'add', 'removal', 'retry', 'elsewhere'] as const
type Question = (typeof QUESTIONS)[number]

/** `d`one, asked `a`gain, `p`assed and disarmed; one letter for each question, in the order above. */
const TABLE: readonly (readonly [kind: string, text: string, ends: string])[] = [
  ['yes', 'yes', 'aaaaddda'],
  ['yes, with a courtesy', 'yes please', 'aaaaddda'],
  ['ok', 'ok', 'aaaaddda'],
  ['no', 'no', 'dddddddd'],
  ['no, with a courtesy', 'no thanks', 'dddddddd'],
  ['no, with an emoji', 'no 😅', 'dddddddd'],
  ['a refusal in a sentence', "I'd rather not", 'dddddddd'],
  ['cancel', 'cancel', 'dddddddd'],
  ['never mind', 'never mind', 'dddddddd'],
  ['not now', 'not now', 'dddddddd'],
  ['wait', 'wait', 'aaaaadaa'],
  ['a moment', 'one sec', 'aaaaadaa'],
  ['a moment, and what for', 'hold on, let me find it', 'aaaaadaa'],
  ['a number', '2', 'addaaaaa'],
  ['a place in the list', 'the first one', 'adaaaaaa'],
  ['both', 'both', 'adaaaaaa'],
  ['all', 'all of them', 'adaaaaaa'],
  ['none', 'neither', 'adaaadaa'],
  ['the other', 'the other one', 'aaaaadaa'],
  ['a name', 'muxi-ai', 'addaaaaa'],
  ['a label', 'work', 'addaaaaa'],
  ['a name with a slip', 'muxi-ia', 'aadaadaa'],
  ['a part of a name', 'ranar', 'addaadaa'],
  ['a name of nobody', 'peter', 'aadaadaa'],
  ['not that one', 'not ranaroussi', 'aaaaaaaa'],
  ['only that one', 'no, only work', 'adaaaaaa'],
  ['not both', 'not both', 'aaaaadaa'],
  ['the service', 'GitHub', 'dadaddaa'],
  ['another service', 'Crm', 'dadaadaa'],
  ['what?', 'what is that?', 'aaaaaaaa'],
  ['safe?', 'is it safe?', 'aaaaaaaa'],
  ['why?', 'why?', 'aaaaaaaa'],
  ['done', 'done', 'aaaaadda'],
  ['again', 'try again', 'aaaaadda'],
  ['from the beginning', 'start over', 'aaaaadda'],
  ['undo', 'undo', 'aaaaadaa'],
  ['words without a meaning here', 'blah blubb', 'aadaadaa'],
  ['an emoji', '🤔', 'aaaaadaa'],
  ['thanks', 'thanks', 'aaaaadaa'],
  ['it, with a name', 'add it as home', 'addadaaa'],
  ['delete it', 'delete it', 'ppppddpp'],
  ['another matter', 'first draft an email to Bob', 'pppppppp'],
  ['a question about another matter', 'what is the capital of France?', 'pppppppp'],
  ['another script', '明日の天気を教えてください', 'pppppppp'],
  ['another language', 'wie wird das Wetter morgen in Berlin?', 'pppppppp'],
  ['a list', 'list my accounts', 'aaaaaaaa'],
  ['a request of the same service', 'Show my GitHub issues', 'dapaddda'],
  ['half a token', 'HALF', 'aaaaadaa'],
  ['a password', 'Tr0ub4dor&3', 'aaaaadaa'],
]

/** How each question is put, at the end of a reply. */
const PUT: Readonly<Record<Question, RegExp>> = {
  service: /^Which service\?.*|Say the name of one \(.*\), or "cancel"\.$/m,
  account: /Which one\?$|say the name of one, "both", or "cancel"\.$/,
  name: /[Ss]ay (?:the new|another) name.*"cancel"\.$/,
  secret: /provide your .*:$|paste .*here(?:, or say "cancel"|:)/i,
  add: /\(yes or no\)$/,
  removal: /\(yes or no\)$/,
  retry: /[Ss]ay "try again".*$|paste it here/,
  elsewhere: /portal\.example\.com|say "done"/,
}

let world: World
let stage: Stage
/** The same, where credentials are given elsewhere. */
let portal: Stage
let users = 0

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world, { local: true })
  portal = await openStage(world, {
    userCredentials: { mode: 'redirect', redirect_message: 'Add credentials at https://portal.example.com' },
  })
})

afterAll(async () => {
  await stage.close()
  await portal.close()
  await world.close()
})

/** Somebody who was just asked, in a conversation of their own. */
async function asked(question: Question) {
  const who: Said = { userId: `answerer-${(users += 1)}` }
  const { userId = '' } = who
  const place = question === 'elsewhere' ? portal : stage
  const give = async (login: string, label?: string): Promise<unknown> =>
    place.keyturn.credentials.set('GITHUB', { userId, value: world.github.issueToken(login), label })
  const token = world.github.issueToken('ranaroussi')
  if (['account', 'name', 'removal'].includes(question)) await give('ranaroussi', 'home')
  if (['account', 'removal'].includes(question)) await give('muxi-ai', 'work')
  if (question === 'retry') world.github.faults.add({ kind: 'unavailable' }, { token })
  const begins: Readonly<Record<Question, string>> = {
    service: 'add my account',
    account: 'Show my GitHub PRs',
    name: 'rename my GitHub account to',
    secret: 'Show my GitHub PRs',
    add: token,
    removal: 'remove both my GitHub accounts',
    retry: `Add my GitHub token ${token}`,
    elsewhere: 'Show my GitHub PRs',
  }
  const put = await place.hear(begins[question], who)
  expect(put).toMatch(PUT[question])
  return {
    token,
    say: (text: string): Promise<TurnOutcome> => place.say(text, who),
    /** What was stored, and what services were asked about this user's tokens. */
    state: async (): Promise<string> =>
      JSON.stringify([await place.keyturn.credentials.list({ userId }), world.github.requests(token).length]),
  }
}

/** Where an answer ended. */
async function endOf(question: Question, text: string): Promise<string> {
  const { token, say, state } = await asked(question)
  const before = await state()
  const outcome = await say(text.replace('HALF', token.slice(0, 20)))
  const isSame = (await state()) === before
  const end =
    outcome.kind === 'pass' ? 'p' : outcome.kind === 'reply' && PUT[question].test(tell(outcome)) ? 'a' : 'd'
  // What passed, and what was asked again, did nothing.
  expect(end === 'd' || isSame).toBe(true)
  if (end === 'p')
    expect(await say('yes'), 'what passed leaves no question that takes a yes').toMatchObject({
      kind: 'pass',
    })
  // Whatever it was: after the next ordinary message, a yes does nothing. Where a password is awaited, that is held back.
  const settled = await state()
  const { kind } = await say('draft an email to Bob')
  for (const bare of ['yes', 'do it', '1', 'try again']) {
    const answer = await say(bare)
    expect(kind === 'reply' || answer.kind === 'pass', `${bare}, after another message`).toBe(true)
  }
  expect(await state()).toBe(settled)
  return end
}

describe.each(QUESTIONS.map((question, index) => [question, index] as const))(
  'T-127 said to the question "%s"',
  (question, index) => {
    it.each(TABLE)('%s (%j) ends as it should', async (_, text, ends) => {
      expect(await endOf(question, text)).toBe(ends[index])
    })
  },
)
