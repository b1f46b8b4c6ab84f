/** Questions about the user's own accounts: what is there, what is the default, what was done with it (`brief.md`, audit trail per user). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'

let world: World
let stage: Stage
const said = { userId: 'asks' }

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world)
  for (const login of ['ranaroussi', 'muxi-ai'])
    await stage.keyturn.credentials.set('GITHUB', { ...said, value: world.github.issueToken(login) })
  await stage.hear('make muxi-ai my default', said)
  const user = stage.keyturn.user({ ...said, conversationId: 'talk' })
  const tool = (await user.tools()).find(({ originalName }) => originalName === 'search_repositories')
  await tool?.call({ query: 'user:@me' })
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

describe('questions about accounts', () => {
  it.each([
    'What is my default account?',
    "what's my default GitHub account?",
    'Which GitHub account is my default?',
    'which is the default account',
    'which account is the default one?',
    'Do I have a default account?',
    'What is my GitHub default?',
  ])('%s is answered with the list, which says it', async (text) => {
    expect(await stage.hear(text, said)).toMatch(/^GitHub:\n.*ranaroussi\n.*muxi-ai, default/)
  })

  it.each([
    'When was my token last used?',
    'when was my GitHub account last accessed?',
    'What used my account?',
    'Who has used my GitHub token?',
    'Has anybody used my account?',
    'how often was my GitHub token used lately?',
  ])('%s is answered with what happened, in words of people', async (text) => {
    const answer = await stage.hear(text, said)
    expect(answer).toMatch(
      /^What happened with your accounts, newest first:\n {2}- \d{4}-\d\d-\d\d \d\d:\d\d UTC: GitHub \(muxi-ai\): was used to search repositories\n/,
    )
    expect(answer).toContain('GitHub (muxi-ai): became the default')
    expect(answer).toContain('GitHub (ranaroussi): was added')
    expect(answer).not.toMatch(/, ok|reserved|attempt|undefined/)
  })

  it('a user of whom nothing is known hears that nothing happened', async () => {
    expect(await stage.hear('When was my token last used?', { userId: 'nobody' })).toMatch(
      /^Nothing has used/,
    )
  })

  it.each([
    'what is the default branch of my repository?',
    'When was the key frame last used in my animation?',
    'what is my default editor?',
    'What is the default?',
    'When was my password manager last used?',
  ])('%s is no such question', async (text) => {
    expect(await stage.hear(text, said)).toBe(`PASS: ${text}`)
  })
})
