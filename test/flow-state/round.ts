/** One fault during active flows: what is said before, during and after it, and what must be true of the answers. */
import type { TurnOutcome } from '../../src/index.ts'
import { randomText } from '../../src/testing/random-text.ts'
import type { Fault } from './faults.ts'
import { type FaultStage, heard } from './stage.ts'

/** Who takes part. */
export interface Cast {
  /** Has an account, and was just asked for a token in `asked` and `askedToo`. */
  readonly user: string
  readonly asked: string
  readonly askedToo: string
  /** Has been locked out. */
  readonly guesser: string
}

const MAX_ATTEMPTS = 3
const RETRY_EVERY_MS = 50
const BACK_WITHIN_MS = 20_000

/** Brings everybody into place. */
export async function beforeFault(stage: FaultStage, name: string): Promise<Cast> {
  const cast = { user: `user-${name}`, guesser: `guesser-${name}`, asked: `${name}-1`, askedToo: `${name}-2` }
  const { user, guesser } = cast
  const value = stage.github.issue(user, `${user}-a`)
  const { ok } = await stage.keyturn.credentials.set('GITHUB', { userId: user, value })
  if (!ok) throw new Error('The first account was not added.')
  for (const conversation of [cast.asked, cast.askedToo]) {
    const asked = heard(await eventually(() => stage.say(user, conversation, 'Add my GitHub token')))
    if (!asked.startsWith('Please provide')) throw new Error(`Nothing was asked, but said: ${asked}`)
  }
  for (let tries = 0; tries < MAX_ATTEMPTS; tries += 1) {
    await stage.keyturn.credentials.set('GITHUB', { userId: guesser, value: stage.github.issueBad(guesser) })
  }
  return cast
}

/** Everybody goes on as if nothing were wrong. Returns the broken promises. */
export async function duringFault(stage: FaultStage, cast: Cast, fault: Fault): Promise<string[]> {
  const { user, guesser } = cast
  const broken: string[] = []
  const note = (isKept: boolean, promise: string, outcome?: TurnOutcome): void => {
    if (!isKept) broken.push(`${promise}: ${outcome === undefined ? '' : heard(outcome)}`)
  }
  // One that GitHub is known for, and one of no known look: only the durable mark tells that it was awaited.
  const secrets = [stage.github.issue(user, `${user}-b`), randomText(32)]
  const conversations = [cast.asked, cast.askedToo]
  const [said, used, talked, guessed] = await Promise.all([
    Promise.all(secrets.map((secret, index) => stage.say(user, conversations[index] ?? '', secret))),
    stage.use(user),
    stage.say(user, 'other', 'How long do I boil an egg?'),
    stage.say(guesser, 'guess', stage.github.issueBad(guesser)),
  ])
  for (const [index, secret] of secrets.entries()) {
    const outcome = said[index]
    const isHeld = outcome?.kind === 'reply' && !JSON.stringify(outcome).includes(secret)
    note(isHeld, 'what may be a secret is held back', outcome)
  }
  note(used === `${user}-a`, 'stored credentials go on working')
  note(talked.kind === 'pass', 'what is none of ours passes', talked)
  note(guessed.kind === 'reply', 'a guess is held back', guessed)
  if (fault.isOutage) {
    const refused = await stage.say(user, 'new', 'Add my GitHub token')
    note(
      /^I cannot take credentials right now/.test(heard(refused)),
      'collecting is refused politely',
      refused,
    )
  }
  return broken
}

/** Redis is back. Returns the broken promises. */
export async function afterFault(stage: FaultStage, { user, guesser }: Cast): Promise<string[]> {
  const broken: string[] = []
  await eventually(() => stage.say(user, 'after', 'Add my GitHub token'))
  const added = await stage.say(user, 'after', stage.github.issue(user, `${user}-c`))
  if (!heard(added).includes(`'${user}-c'`)) broken.push(`adding works again: ${heard(added)}`)
  const guess = stage.github.issueBad(guesser)
  await stage.keyturn.credentials.set('GITHUB', { userId: guesser, value: guess })
  const count = stage.github.rejections.filter((rejection) => rejection.user === guesser).length
  if (count !== MAX_ATTEMPTS) broken.push(`the lock holds: ${count} rejections`)
  if (stage.github.seen.crossings > 0) broken.push('a token of somebody else was used')
  return broken
}

/** Says it until it is not refused for want of Redis any more. */
async function eventually(say: () => Promise<TurnOutcome>): Promise<TurnOutcome> {
  const deadline = performance.now() + BACK_WITHIN_MS
  for (;;) {
    const outcome = await say()
    if (!heard(outcome).startsWith('I cannot take') || performance.now() > deadline) return outcome
    await new Promise((resolve) => setTimeout(resolve, RETRY_EVERY_MS))
  }
}
