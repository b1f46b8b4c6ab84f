/** One run: many users, three processes that die, and a count of what must never happen. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openParts } from '../../../src/open/parts.ts'
import { createPrincipal } from '../../../src/principal.ts'
import type { PostgresServer } from '../../servers/postgres.ts'
import type { RedisServer } from '../../servers/redis.ts'
import { type Fleet, startFleet } from './fleet.ts'
import { writeFormation } from './formation.ts'
import { type FakeGitHub, type Rejection, startFakeGitHub } from './github.ts'
import { Ledger } from './ledger.ts'
import { Mailbox } from './mailbox.ts'
import { Person } from './person.ts'
import type { WorkerSetup } from './protocol.ts'

/** How large a run is. */
export interface RunSize {
  readonly users: number
  readonly turns: number
  readonly hasLease: boolean
  /** Mean time between two kills. Milliseconds. */
  readonly killEveryMs: number
  /** No new act begins after this time, however many turns there were. */
  readonly limitMs: number
  /** Ends the run early: enough was seen. */
  readonly isEnough?: (ledger: Ledger) => boolean
}

/** What a run saw. */
export interface RunResult {
  readonly ledger: Ledger
  readonly turns: number
  readonly unanswered: number
  readonly kills: readonly number[]
  readonly restarts: number
  readonly ownEnds: readonly string[]
  readonly calls: number
  readonly crossings: number
  readonly failures: string
  readonly seconds: number
}

/** Users that only ever guess: one in ten. */
const GUESSERS = 0.1

/** The first that is said of a run. */
export const STARTING = 'starting three processes'

/** How often a run says how far it is. */
const PROGRESS_EVERY_MS = 15_000

/** As many users act at once. */
const AT_ONCE = 40

/** The settings under test: three rejections in 15 minutes. */
const MAX_ATTEMPTS = 3
const WINDOW_MS = 15 * 60_000

/** Runs it and looks at the stores afterwards. */
export async function runOnce(
  servers: { readonly postgres: PostgresServer; readonly redis: RedisServer },
  size: RunSize,
  note: (line: string) => void,
): Promise<RunResult> {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-proof-state-'))
  const github = await startFakeGitHub()
  const ledger = new Ledger(note)
  await servers.redis.admin.flushall()
  const setup: WorkerSetup = {
    formation: writeFormation(folder),
    databaseUrl: await servers.postgres.createDatabase(),
    redisUrl: servers.redis.url,
    githubApi: github.api,
    key: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64'),
    hasLease: size.hasLease,
  }
  note(STARTING)
  const fleet = await startFleet(setup, 3, size.killEveryMs)
  const started = performance.now()
  let seconds: number
  const progress = setInterval(() => {
    const { turns, kills } = fleet.tally
    note(
      `${((performance.now() - started) / 1_000).toFixed(0)} s: ${turns} turns, ${kills.join('+')} kills, ${fleet.waiting()}`,
    )
  }, PROGRESS_EVERY_MS)
  try {
    const people = await actAll(fleet, github, ledger, size)
    seconds = (performance.now() - started) / 1_000
    await fleet.whole()
    await fleet.stop()
    await lookAtVault(setup, people, ledger)
    lookAtRejections(github.rejections, ledger)
  } finally {
    clearInterval(progress)
    await fleet.stop()
    await github.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const { calls, crossings } = github.seen
  const { failures, ...counts } = fleet.tally
  return { ledger, ...counts, calls, crossings, failures: JSON.stringify([...failures]), seconds }
}

async function actAll(
  fleet: Fleet,
  github: FakeGitHub,
  ledger: Ledger,
  { users, turns, limitMs, isEnough = () => false }: RunSize,
): Promise<Person[]> {
  const mailboxes = Array.from({ length: users }, (_, index) => new Mailbox(`user${index}`, fleet, ledger))
  const guessers = mailboxes.splice(0, Math.ceil(users * GUESSERS))
  const people = mailboxes.map((mailbox) => new Person(mailbox, github, ledger))
  const acts = [
    ...people.map((person) => () => person.act()),
    ...guessers.map((mailbox, index) => () => guess(mailbox, github, index)),
  ]
  // Each user does one thing at a time; who is next is taken from the queue.
  const queue = shuffled(acts)
  const deadline = performance.now() + limitMs
  // A run in which nothing died proves nothing.
  const hasKilled = (): boolean => fleet.tally.kills.some((count) => count > 0)
  const isLong = (): boolean => fleet.tally.turns >= turns || performance.now() > deadline
  const isOver = (): boolean => isEnough(ledger) || (hasKilled() && isLong())
  const lane = async (): Promise<void> => {
    for (let act = queue.shift(); act !== undefined && !isOver(); act = queue.shift()) {
      await act()
      queue.splice(Math.floor(Math.random() * queue.length), 0, act)
    }
    fleet.spare()
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, Math.ceil(users / 2)) }, lane))
  return people
}

/** Bad tokens in several conversations at once, on whichever processes. */
async function guess(mailbox: Mailbox, github: FakeGitHub, index: number): Promise<void> {
  const conversations = Array.from({ length: 4 }, () => `g${index}-${crypto.randomUUID()}`)
  await Promise.all(
    conversations.map(async (conversation) => {
      const asked = await mailbox.say(conversation, 'Add my GitHub token')
      if (asked.kind === 'reply' && asked.reply.form !== undefined)
        await mailbox.say(conversation, github.issueBad(mailbox.user))
    }),
  )
}

/** Every acknowledged account is there once, active, with the acknowledged token; nothing else is. */
async function lookAtVault(setup: WorkerSetup, people: readonly Person[], ledger: Ledger): Promise<void> {
  const { formation, databaseUrl, key } = setup
  const secrets = { CREDENTIAL_KEY: key }
  const { vault, close, ...parts } = await openParts({ formation, databaseUrl, redisUrl: false, secrets })
  try {
    for (const { user, holdings } of people) {
      const principal = createPrincipal(parts.formation.id, user)
      const accounts = await vault.listAccounts(principal, 'github')
      const names = accounts.map(({ identity }) => identity.name)
      ledger.look('doubled', new Set(names).size === names.length, `${user} has rows ${names.join()}`)
      const unknown = names.filter((name) => !holdings.has(name))
      ledger.look('lost', unknown.length === 0, `${user} has ${unknown.join()} though it was removed`)
      for (const [login, tokens] of holdings) {
        const account = accounts.find(({ identity }) => identity.name === login)
        const opened =
          account === undefined
            ? undefined
            : await vault.open(principal, account.id, 'proof', { channel: 'api' })
        const token = opened?.ok === true ? opened.credential.fields['token']?.reveal() : undefined
        ledger.look(
          'lost',
          tokens.has(token),
          `${user}: ${login} holds another token than the acknowledged one`,
        )
      }
    }
  } finally {
    await close()
  }
}

/** At most `max_attempts` rejections of one user reach the service in any window. */
function lookAtRejections(rejections: readonly Rejection[], ledger: Ledger): void {
  for (const { user, at } of rejections) {
    const near = rejections.filter(
      (other) => other.user === user && other.at <= at && other.at > at - WINDOW_MS,
    )
    ledger.look('lockout', near.length <= MAX_ATTEMPTS, `${user}: ${near.length} rejections in a window`)
  }
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
