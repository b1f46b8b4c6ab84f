/** Which accounts of a service were chosen in a conversation, for whoever is not a turn of it. */
import type { AccountWish } from '../../credentials/choose.ts'
import { isKeyturnError } from '../../errors.ts'
import type { ServiceId } from '../../formation/formation.ts'
import type { ConversationKey } from '../../state/state.ts'
import { understand } from './load.ts'
import type { Parts } from './parts.ts'
import { readPlace } from './place.ts'

/** The choice made in this conversation; none when the state is away: stored credentials go on working. */
export async function chosenIn(
  parts: Parts,
  key: ConversationKey,
  service: ServiceId,
): Promise<AccountWish['chosen']> {
  try {
    return understand(await readPlace(parts, key, undefined)).kept.chosen[service]
  } catch (error) {
    if (isKeyturnError(error, 'STATE_UNAVAILABLE')) return undefined
    throw error
  }
}
