/** What `keyturn keys check` says of a key that is given, and of one that is needed. */
import type { GivenKey, KeyInspection } from '../../vault/keys/inspect.ts'
import type { RootKeyStatus } from '../../vault/keys/rotation.ts'
import type { Finding } from '../doctor/checks.ts'
import { people, peopleAre } from './list.ts'

/** Says what a given key is to the vault; `isWanted`: the one the formation names as primary. */
export function describeGiven(
  subject: string,
  { ids, origin }: GivenKey,
  { keys, target }: KeyInspection,
  isWanted: boolean,
): Finding {
  const good = (message: string): Finding => ({ subject, state: 'good', message })
  const known = keys.filter(({ id }) => ids.includes(id))
  const live = known.filter(({ state }) => state !== 'retired')
  if (known.length > 0 && live.length === 0) {
    const id = known.map((key) => key.id).join(', ')
    if (!isWanted)
      return { subject, state: 'weak', message: `Is root key no. ${id}, which was retired. Take it out.` }
    return bad(subject, `Is root key no. ${id}, which was retired. Name the new key as primary.`)
  }
  if (live.length === 0) {
    if (keys.length === 0)
      return good(isWanted ? 'Is fit, and becomes the first key of the vault.' : 'Is fit.')
    const next = isWanted ? 'a rotation makes it primary' : 'the next start makes it known'
    return good(
      `Is fit and new to the vault${target === undefined || !isWanted ? '' : ` (root key no. ${target})`}: ${next}.`,
    )
  }
  const said = live
    .map(({ id, state, users }) => `root key no. ${id} (${state}, ${people(users)})`)
    .join(' and ')
  if (origin === 'insecure') {
    return {
      subject,
      state: 'weak',
      message: `Is ${said}: whoever has the database can open what is under it.`,
    }
  }
  return good(`Is fit, and is ${said}.`)
}

/** Says that a root key is needed and not given, or that it protects nothing. */
export function describeNeeded(key: RootKeyStatus, isProduction: boolean): readonly Finding[] {
  const { id, state, users, origin, isGiven } = key
  const subject = `root key no. ${id}`
  if (isProduction && origin === 'insecure' && users > 0) {
    return [
      bad(
        subject,
        `Comes from the public formation id, and ${peopleAre(users)} under it: nothing starts in production. Name a real key and run \`keyturn keys rotate\`.`,
      ),
    ]
  }
  if (isGiven || state === 'retired') return []
  if (state === 'primary') {
    return [
      bad(
        subject,
        `Is the vault's primary (${people(users)}) and is not given. Give the key and salt it was made with.`,
      ),
    ]
  }
  if (users === 0) return []
  return [
    bad(
      subject,
      `Has ${people(users)} under it and is not given. Give it as decrypt-only in encryption.keys, and rotate.`,
    ),
  ]
}

/** Says what else keeps the vault from opening, or that a key will be made. */
export function describeRefusal(
  { refusal, wanted }: KeyInspection,
  findings: readonly Finding[],
  keyPath: string,
): readonly Finding[] {
  if (refusal !== undefined) {
    return findings.some(({ state }) => state === 'bad') ? [] : [bad('key', refusal.message)]
  }
  if (wanted !== undefined) return []
  const message = `None is configured: one for development is made in ${keyPath} at the first start.`
  return [{ subject: 'key', state: 'weak', message }]
}

function bad(subject: string, message: string): Finding {
  return { subject, state: 'bad', message, fault: 'refused' }
}
