/** One fault during active flows: what is said before, while it begins, during and after it, and what must be true of the answers. */
import type { TurnOutcome } from '../../src/index.ts'
import type { Fault, FaultyRedis } from './faults.ts'
import { type FaultStage, heard } from './stage.ts'

/** Who takes part. */
export interface Cast {
  /** Was just asked for a token in two conversations. */
  readonly user: string
  readonly asked: readonly [string, string]
  /** Has one account, and tools that work with it. */
  readonly holder: string
  /** Gives a token at the moment the fault begins. */
  readonly racer: string
  /** Has been locked out. */
  readonly guesser: string
}

const MAX_ATTEMPTS = 3
const RETRY_EVERY_MS = 50
/** Longer than a lease: a claim that was done, but whose answer was lost with its connection, holds its conversation for 30 s. */
const BACK_WITHIN_MS = 45_000
const ASKED = /^Please provide/
const REFUSED = /^I cannot take credentials right now/

/**
 * Plays one round. Returns the promises that were broken, in words without secrets.
 *
 * Every other round the fault begins between the service's yes and our storing of the token; otherwise somewhere in that turn.
 */
export async function playRound(
  stage: FaultStage,
  fault: Fault,
  redis: FaultyRedis,
  round: number,
): Promise<string[]> {
  await redis.arm()
  const cast = await takePlaces(stage, `${fault.name.replaceAll(/\W+/g, '-')}-${round}`)
  const raced = await race(stage, cast, round % 2 === 0, () => redis.begin())
  if (fault.restarts === true) await stage.restart()
  const during = await goOn(stage, cast, fault)
  await redis.end()
  return [...raced, ...during, ...(await lookBack(stage, cast))]
}

/** Brings everybody into place. */
export async function takePlaces(stage: FaultStage, name: string): Promise<Cast> {
  const [user, holder] = [`user-${name}`, `holder-${name}`]
  const cast: Cast = {
    user,
    asked: ['one', 'two'],
    holder,
    racer: `racer-${name}`,
    guesser: `guesser-${name}`,
  }
  const value = stage.github.issue(holder, `${holder}-a`)
  const { ok } = await stage.keyturn.credentials.set('GITHUB', { userId: holder, value })
  if (!ok) throw new Error('The first account was not added.')
  await stage.use(holder)
  const places = [...cast.asked.map((conversation) => [user, conversation]), [cast.racer, 'race']]
  for (const [who = '', conversation = ''] of places) {
    const asked = await eventually(ASKED, () => stage.say(who, conversation, 'Add my GitHub token'))
    if (!ASKED.test(asked)) throw new Error(`Nothing was asked, but said: ${asked}`)
  }
  for (let tries = 0; tries < MAX_ATTEMPTS; tries += 1) await guess(stage, cast)
  return cast
}

/** A token on its way when the fault begins: what is acknowledged is there, and nothing of it is passed on. */
async function race(
  stage: FaultStage,
  { racer }: Cast,
  isBetween: boolean,
  begin: () => Promise<void>,
): Promise<string[]> {
  const login = `${racer}-a`
  const token = stage.github.issue(racer, login)
  let begun: Promise<void> | undefined
  const once = (): Promise<void> => (begun ??= begin())
  if (isBetween) stage.github.beforeAnswer = once
  const said = stage.say(racer, 'race', token)
  if (!isBetween) await once()
  const outcome = await said
  stage.github.beforeAnswer = undefined
  await once()
  const accounts = await stage.keyturn.credentials.list({ userId: racer })
  const isThere = accounts.some(({ identity, status }) => identity.name === login && status === 'active')
  const broken: string[] = []
  if (!isHeldBack(outcome, token)) broken.push(`a token under way is held back: ${heard(outcome)}`)
  const isAcknowledged = /^Successfully added|already stored/.test(heard(outcome))
  if (isAcknowledged && !isThere) broken.push(`what was acknowledged is there: ${heard(outcome)}`)
  return broken
}

/** Everybody goes on as if nothing were wrong. */
async function goOn(stage: FaultStage, cast: Cast, fault: Fault): Promise<string[]> {
  const { user, holder, guesser, asked } = cast
  const broken: string[] = []
  const note = (isKept: boolean, promise: string, outcome?: TurnOutcome): void => {
    if (!isKept) broken.push(`${promise}: ${outcome === undefined ? '' : heard(outcome)}`)
  }
  // One that GitHub is known for, and one of no known look.
  const secrets = [stage.github.issue(user, `${user}-b`), stage.makeUnknownSecret()]
  const [said, used, talked, guessed] = await Promise.all([
    Promise.all(secrets.map((secret, index) => stage.say(user, asked[index] ?? '', secret))),
    stage.use(holder),
    stage.say(user, 'other', 'How long do I boil an egg?'),
    stage.say(guesser, 'guess', stage.github.issueBad(guesser)),
  ])
  for (const [index, secret] of secrets.entries()) {
    const outcome = said[index]
    note(outcome !== undefined && isHeldBack(outcome, secret), 'what may be a secret is held back', outcome)
  }
  note(used === `${holder}-a`, 'stored credentials go on working')
  note(talked.kind === 'pass', 'what is none of ours passes', talked)
  note(guessed.kind === 'reply', 'a guess is held back', guessed)
  const asks = await stage.say(user, 'new', 'Add my GitHub token')
  if (fault.effect === 'outage') note(REFUSED.test(heard(asks)), 'collecting is refused politely', asks)
  if (fault.effect === 'works') note(ASKED.test(heard(asks)), 'collecting goes on', asks)
  return broken
}

/** Redis is back: everything works, and what was promised still holds. */
async function lookBack(stage: FaultStage, cast: Cast): Promise<string[]> {
  const { user, guesser } = cast
  const broken: string[] = []
  await eventually(ASKED, () => stage.say(user, 'after', 'Add my GitHub token'))
  const token = stage.github.issue(user, `${user}-c`)
  const isAdded = new RegExp(`'${user}-c'|already stored`)
  const added = await eventually(isAdded, () => stage.say(user, 'after', token))
  if (!isAdded.test(added)) broken.push(`adding works again: ${added}`)
  await guess(stage, cast)
  const count = stage.github.rejections.filter((rejection) => rejection.user === guesser).length
  if (count !== MAX_ATTEMPTS) broken.push(`the lock holds: ${count} rejections`)
  if (stage.github.seen.crossings > 0) broken.push('a token of somebody else was used')
  return broken
}

function isHeldBack(outcome: TurnOutcome, secret: string): boolean {
  return outcome.kind === 'reply' && !JSON.stringify(outcome).includes(secret)
}

async function guess(stage: FaultStage, { guesser }: Cast): Promise<void> {
  await stage.keyturn.credentials.set('GITHUB', { userId: guesser, value: stage.github.issueBad(guesser) })
}

/** Says it until it is answered as it should be, or too long was waited. Returns the last answer. */
async function eventually(expected: RegExp, say: () => Promise<TurnOutcome>): Promise<string> {
  const deadline = performance.now() + BACK_WITHIN_MS
  for (;;) {
    const said = heard(await say())
    if (expected.test(said) || performance.now() > deadline) return said
    await new Promise((resolve) => setTimeout(resolve, RETRY_EVERY_MS))
  }
}
