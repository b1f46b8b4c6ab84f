/**
 * A process of its own that claims a conversation, says so, waits for a line of input, and saves late.
 *
 * Arguments: a `redis:` URL or `sqlite:PATH`, formation, user, conversation. Prints `claimed`, then what its renewal and its save came to.
 */
import { once } from 'node:events'
import { createPrincipal } from '../../src/principal.ts'
import { openState } from '../../src/state/open-state.ts'

const [backend = '', formation = '', user = '', conversation = ''] = process.argv.slice(2)
const redisUrl = backend.startsWith('redis') ? backend : undefined
const store = await openState({ redisUrl, path: backend.replace('sqlite:', '') })
const claim = await store.claim({ principal: createPrincipal(formation, user), conversation }, 'm1')
if (claim.kind !== 'claimed') throw new Error(`the conversation was ${claim.kind}`)
process.stdout.write('claimed\n')
await once(process.stdin, 'data')
const renewed = await store.renew(claim.lease)
const outcome = await store.save(claim.lease, {
  conversation: { record: '{"by":"the paused process"}', parked: undefined, pending: undefined },
  expectedVersion: 0,
  answer: { messageId: 'm1', sealed: Buffer.from('from the paused process') },
})
process.stdout.write(`${renewed === undefined ? 'not renewed' : 'renewed'}, ${outcome}\n`)
await store.close()
process.exit(0)
