/**
 * A process of its own that counts in one conversation: claims, adds one to the number it finds, saves.
 *
 * Arguments: the backend (`sqlite:PATH` or a `redis:` URL), formation, user, conversation, how many times. Prints how many saves it was told were done.
 */
import { createPrincipal } from '../../src/principal.ts'
import { claimInOrder } from '../../src/state/claim-in-order.ts'
import { openState } from '../../src/state/open-state.ts'

const [backend = '', formation = '', user = '', conversation = '', times = '0'] = process.argv.slice(2)
const redisUrl = backend.startsWith('redis') ? backend : undefined
const store = await openState({ redisUrl, path: backend.replace('sqlite:', '') })
const key = { principal: createPrincipal(formation, user), conversation }

let saved = 0
while (saved < Number(times)) {
  const claim = await claimInOrder(store, key, undefined, { waitMs: 20_000 })
  if (claim.kind !== 'claimed') throw new Error(`the conversation stayed ${claim.kind}`)
  const count = claim.stored === undefined ? 0 : (JSON.parse(claim.stored.record) as { count: number }).count
  const record = JSON.stringify({ count: count + 1 })
  const conversationOf = { record, parked: undefined, pending: undefined }
  const expectedVersion = claim.stored?.version ?? 0
  const outcome = await store.save(claim.lease, {
    conversation: conversationOf,
    expectedVersion,
    answer: undefined,
  })
  if (outcome === 'saved') saved += 1
}
await store.close()
process.stdout.write(String(saved))
