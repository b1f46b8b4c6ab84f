/** A token of another service, given while one is awaited, is offered to its own; the open dialogue stays. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { createCanary } from '../../src/testing/index.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'

let world: World
let stage: Stage
let users = 0
let slack = ''

const somebody = () => ({ userId: `mixer-${(users += 1)}` })

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world, { local: true, unchecked: true })
  stage.local.people.set('bob', 'hunter2')
  slack = createCanary().secret('slack-bot').text
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

const OFFER =
  'That looks like a Slack bot or user token, so I did not send it to GitHub. Should I add it to your Slack accounts? (yes or no)'
const ASK = 'I need access to GitHub. Please provide your personal access token:'

describe('a Slack token while GitHub’s is awaited', () => {
  const open = async () => {
    const who = somebody()
    expect(await stage.hear('Show my GitHub PRs', who)).toBe(ASK)
    const outcome = await stage.say(slack, who)
    expect(outcome).toMatchObject({ reply: { text: OFFER }, history: { user: '[slack token removed]' } })
    return who
  }

  it('is offered, added on a yes, and GitHub’s is asked for again', async () => {
    const who = await open()
    expect(await stage.hear('yes', who)).toMatch(
      /^Successfully added Slack account 'Acme-ran'\nI need access to GitHub/,
    )
    expect(await stage.hear(world.github.issueToken('ranaroussi'), who)).toMatch(
      /RESUME: Show my GitHub PRs$/,
    )
  })

  it('is forgotten on a no, and GitHub’s is asked for again', async () => {
    const who = await open()
    expect(await stage.hear('no', who)).toMatch(/^I forgot that Slack .*\nI need access to GitHub/)
    expect(await stage.keyturn.credentials.list(who)).toEqual([])
    expect(await stage.hear(world.github.issueToken('ranaroussi'), who)).toMatch(
      /RESUME: Show my GitHub PRs$/,
    )
  })

  it('does not stand in the way of GitHub’s own, and is asked about after it', async () => {
    const who = await open()
    expect(await stage.hear(world.github.issueToken('ranaroussi'), who)).toBe(
      "Successfully added GitHub account 'ranaroussi'\n" +
        'Your message held a Slack bot or user token too. To add it as well, say "add my Slack account" within 10 minutes.\n' +
        'RESUME: Show my GitHub PRs',
    )
    expect(await stage.hear('yes', who)).toBe('PASS: yes')
    expect(await stage.hear('add my Slack account', who)).toMatch(/^Successfully added Slack account/)
  })

  it('is not added by a "yes" once something else was said', async () => {
    const who = await open()
    expect(await stage.hear('what is the capital of France?', who)).toBe(
      'PASS: what is the capital of France?',
    )
    expect(await stage.hear('yes', who)).toBe('PASS: yes')
    expect(await stage.keyturn.credentials.list(who)).toEqual([])
    expect(await stage.hear('add my Slack account', who)).toMatch(/^Successfully added Slack account/)
  })

  it('with the wish to add GitHub’s is offered, and GitHub’s is asked for after it', async () => {
    const who = somebody()
    expect(await stage.hear(`add my GitHub token ${slack}`, who)).toBe(OFFER)
    expect(await stage.hear('yes', who)).toMatch(/^Successfully added Slack .*\nPlease provide your GitHub/)
  })

  it('was never sent to GitHub', () => {
    expect(world.github.requests(slack)).toHaveLength(0)
    expect(stage.sinks()).not.toContain(slack)
  })
})

it('a GitHub token in the place of a password is offered to GitHub, and the password is asked for again', async () => {
  const who = somebody()
  for (const text of ['add my crm account', 'bob']) await stage.hear(text, who)
  const before = stage.local.asked.length
  expect(await stage.hear(world.github.issueToken('ranaroussi'), who)).toMatch(
    /^That looks like a GitHub personal access token, so I did not send it to Crm\./,
  )
  expect(await stage.hear('yes', who)).toBe(
    "Successfully added GitHub account 'ranaroussi'\nPlease provide your Crm password:",
  )
  expect(stage.local.asked).toHaveLength(before)
  expect(await stage.hear('hunter2', who)).toBe("Successfully added Crm account 'bob'")
})

it('a token of a service that is not here is taken out, and the question comes again', async () => {
  const who = somebody()
  await stage.hear('Show my GitHub PRs', who)
  const npm = createCanary().secret('npm').text
  const outcome = await stage.say(npm, who)
  expect(outcome).toMatchObject({
    reply: { text: expect.stringMatching(/revoke it.*\nI need access to GitHub/s) as string },
  })
  expect(JSON.stringify(outcome)).not.toContain(npm)
})
