/**
 * User name and password given together are taken apart, or asked for one by one; never does a part of a password end up as the name
 * of an account. A settings file gives each service its own.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { createCanary } from '../../src/testing/index.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'

const PASSWORD = 'Zq7-velvet!moth'

let world: World
let stage: Stage
let users = 0

const somebody = () => ({ userId: `fielder-${(users += 1)}` })

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world, { local: true, unchecked: true })
  stage.local.people.set('bob', PASSWORD)
  stage.local.people.set('bob@example.com', PASSWORD)
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

const TOGETHER = [
  `user: bob password: ${PASSWORD}`,
  `user: bob\npassword: ${PASSWORD}`,
  `password: ${PASSWORD}\nuser: bob`,
  `username=bob password=${PASSWORD}`,
  `Login: bob | Password: ${PASSWORD}`,
  `bob / ${PASSWORD}`,
  `bob ${PASSWORD}`,
  `bob, ${PASSWORD}`,
  `bob;${PASSWORD}`,
  `bob:${PASSWORD}`,
  `bob\n${PASSWORD}`,
  `${PASSWORD}\nbob`,
  `my username is bob and my password is ${PASSWORD}`,
  `sure, here you go: user name: bob, pass: "${PASSWORD}"`,
  JSON.stringify({ username: 'bob', password: PASSWORD }),
  JSON.stringify({ login: 'bob', pwd: PASSWORD }),
  `CRM_USERNAME=bob\nCRM_PASSWORD=${PASSWORD}`,
  `# mine\nexport CRM_USER="bob"\nexport CRM_PASS='${PASSWORD}'`,
  JSON.stringify({
    mcpServers: { crm: { command: 'x', env: { CRM_USERNAME: 'bob', CRM_PASSWORD: PASSWORD } } },
  }),
]

describe('a sign-in in one message', () => {
  it.each(TOGETHER)('%j is taken apart', async (text) => {
    const who = somebody()
    await stage.hear('add my crm account', who)
    const outcome = await stage.say(text, who)
    expect(outcome).toMatchObject({ reply: { text: "Successfully added Crm account 'bob'" } })
    expect(outcome.history.user).toMatch(/^(?:\[crm \w+ removed\] ?)+$/)
  })

  it.each([
    `add my crm account bob:${PASSWORD}`,
    `add my crm account, user: bob password: ${PASSWORD}`,
    `connect crm with username bob, password ${PASSWORD}`,
    `add my crm account. My username is bob and my password is ${PASSWORD}`,
  ])('%j is taken apart with the wish', async (text) => {
    const outcome = await stage.say(text, somebody())
    expect(outcome).toMatchObject({ reply: { text: "Successfully added Crm account 'bob'" } })
    expect(JSON.stringify(outcome)).not.toContain(PASSWORD)
  })

  it('a password that comes first waits for the user name', async () => {
    const who = somebody()
    await stage.hear('add my crm account', who)
    expect(await stage.hear(`my password is ${PASSWORD}`, who)).toBe('Please provide your Crm username:')
    expect(await stage.hear('bob', who)).toBe("Successfully added Crm account 'bob'")
  })

  it.each(['bob swordfish', 'hunter2 bob', 'bob & swordfish', 'swordfish, bob'])(
    '%j cannot be told apart, so nothing is sent, and each is asked for',
    async (text) => {
      const who = somebody()
      await stage.hear('add my crm account', who)
      const before = stage.local.asked.length
      expect(await stage.hear(text, who)).toBe(
        'I cannot tell its parts apart, so I sent nothing. Please give your Crm user name and password one after the other, beginning with the username:',
      )
      expect(stage.local.asked).toHaveLength(before)
      await stage.hear('bob', who)
      expect(await stage.hear(PASSWORD, who)).toBe("Successfully added Crm account 'bob'")
    },
  )
})

describe('an account of a service that cannot be asked', () => {
  it.each([
    ...TOGETHER.map((text) => [text.replaceAll('CRM', 'DESK').replaceAll('crm', 'desk')]),
    [`bob${PASSWORD}`, PASSWORD],
    [`bob swordfish ${PASSWORD}`, PASSWORD],
    [`hunter2 ${PASSWORD} bob`],
  ])('given as %j is not named after the password', async (...texts) => {
    const who = somebody()
    const heard = [await stage.hear('add my desk account', who)]
    for (const text of texts) heard.push(await stage.hear(text, who))
    heard.push(await stage.hear('list my accounts', who))
    const accounts = await stage.keyturn.credentials.list(who)
    for (const shown of [...heard, JSON.stringify(accounts), stage.sinks()]) {
      expect(shown).not.toContain(PASSWORD)
      expect(shown).not.toMatch(/velvet|moth/)
    }
  })
})

describe('a settings file with the tokens of several services', () => {
  const slack = createCanary().secret('slack-bot').text
  const documents = (github: string): string[] => [
    JSON.stringify({ github, slack }),
    JSON.stringify({
      tokens: [
        { name: 'github', token: github },
        { name: 'slack', token: slack },
      ],
    }),
    JSON.stringify({
      mcpServers: {
        github: { command: 'npx', env: { GITHUB_PERSONAL_ACCESS_TOKEN: github } },
        slack: { command: 'npx', env: { SLACK_BOT_TOKEN: slack, SLACK_TEAM_ID: 'T0123' } },
      },
    }),
    `GITHUB_TOKEN=${github}\nSLACK_BOT_TOKEN=${slack}`,
    `\`\`\`json\n${JSON.stringify({ slack, github }, null, 2)}\n\`\`\``,
  ]

  it.each([0, 1, 2, 3, 4])('gives each to its own (%i)', async (index) => {
    const who = somebody()
    const github = world.github.issueToken('ranaroussi')
    await stage.hear('add my GitHub account', who)
    const outcome = await stage.say(documents(github)[index] ?? '', who)
    expect(outcome).toMatchObject({
      reply: {
        text: "Successfully added GitHub account 'ranaroussi'\nShould I add the Slack bot or user token you sent to your accounts? (yes or no)",
      },
    })
    expect(world.github.requests(github)).toHaveLength(1)
    expect(await stage.hear('yes', who)).toMatch(/^Successfully added Slack account/)
    const sinks = `${JSON.stringify(outcome)}${stage.sinks()}`
    for (const token of [github, slack]) expect(sinks).not.toContain(token)
  })

  it('that holds none is not sent as it is', async () => {
    const who = somebody()
    await stage.hear('add my GitHub account', who)
    const before = world.github.requests().length
    expect(await stage.hear(JSON.stringify({ theme: 'dark', font: 'Mono' }), who)).toContain(
      'I found none in that document',
    )
    expect(world.github.requests()).toHaveLength(before)
  })
})
