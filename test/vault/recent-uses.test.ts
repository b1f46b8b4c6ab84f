/** What a process remembers of uses is gone when its time is over, and not only no longer given out. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../src/ports.ts'
import { RecentUses } from '../../src/vault/accounts/recent-uses.ts'
import type { AuditTable, CredentialTable, UserKeyTable } from '../../src/vault/tables.ts'

const MINUTE_MS = 60_000

let uses: RecentUses

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  uses = new RecentUses(systemClock)
})
afterEach(() => {
  uses.clear()
  vi.useRealTimers()
})

// Only what is read of them is there.
const row = (user: string, id = 'account'): CredentialTable =>
  ({ id, user_id: user, envelope: Buffer.alloc(8) }) as Partial<CredentialTable> as CredentialTable
const keyOf = (user: string): UserKeyTable =>
  ({ user_id: user, root_key: 'root' }) as Partial<UserKeyTable> as UserKeyTable
const entry = (sequence: number): AuditTable =>
  ({ sequence, hash: Buffer.alloc(32), at: Date.now() }) as Partial<AuditTable> as AuditTable

function note(user: string, sequence = 1, one = row(user), until = Date.now() + 60 * MINUTE_MS): void {
  uses.note(keyOf(user), { row: one, until }, entry(sequence))
}

describe('a row that was used', () => {
  it('is remembered for a minute from when it was read, however often it is used', () => {
    const one = row('alice')
    note('alice', 1, one)
    vi.advanceTimersByTime(MINUTE_MS / 2)
    note('alice', 2, one, uses.find('alice', 'account')?.kept?.until)
    vi.advanceTimersByTime(MINUTE_MS / 2 - 1)
    expect(uses.find('alice', 'account')).toMatchObject({ kept: { row: one }, head: { sequence: 2 } })
    vi.advanceTimersByTime(1)
    expect(uses.find('alice', 'account')).toMatchObject({ kept: undefined, head: { sequence: 2 } })
  })

  it('is not remembered past the time that was set for it', () => {
    note('alice', 1, row('alice'), Date.now() + 10)
    vi.advanceTimersByTime(9)
    expect(uses.find('alice', 'account')?.kept).toBeDefined()
    vi.advanceTimersByTime(1)
    expect(uses.find('alice', 'account')?.kept).toBeUndefined()
  })

  it('is gone from memory after two minutes, though nobody asks for it', async () => {
    const one = new WeakRef(remember('alice'))
    await collect()
    expect(one.deref() === undefined).toBe(false)
    vi.advanceTimersByTime(2 * MINUTE_MS)
    await collect()
    expect(one.deref() === undefined).toBe(true)
  })

  it('leaves nothing of its user once no cache may keep it any more', async () => {
    note('alice', 1, row('alice'), Date.now() + 3 * MINUTE_MS)
    note('alice', 2, row('alice', 'another'), Date.now() + 2 * MINUTE_MS)
    const key = new WeakRef(uses.find('alice', 'account')?.storedKey ?? {})
    vi.advanceTimersByTime(3 * MINUTE_MS - 1)
    expect(uses.find('alice', 'account')).toMatchObject({ kept: undefined, head: { sequence: 2 } })
    vi.advanceTimersByTime(1)
    expect(uses.find('alice', 'account')).toBeUndefined()
    vi.advanceTimersByTime(MINUTE_MS)
    await collect()
    expect(key.deref() === undefined).toBe(true)
  })

  it('of somebody else, of another account, of a removed one or of a deleted user is not found', () => {
    note('alice')
    note('bob')
    expect(uses.find('carol', 'account')).toBeUndefined()
    expect(uses.find('alice', 'another')).toBeUndefined()
    uses.forgetAccount('alice', 'account')
    expect(uses.find('alice', 'account')).toBeUndefined()
    expect(uses.find('bob', 'account')).toBeDefined()
    uses.forgetUser('bob')
    expect(uses.find('bob', 'account')).toBeUndefined()
  })
})

it('10,000 users are remembered, and the one who was there longest ago is forgotten first', () => {
  for (let index = 0; index < 10_000; index += 1) note(`user-${index}`)
  note('user-0', 2)
  note('one more')
  expect(uses.find('user-0', 'account')).toBeDefined()
  expect(uses.find('user-1', 'account')).toBeUndefined()
  expect(uses.find('user-2', 'account')).toBeDefined()
})

/** Its row is referred to by nothing else. */
function remember(user: string): CredentialTable {
  const one = row(user)
  note(user, 1, one)
  return one
}

/** What a weak reference gave is kept until the end of the turn it was asked in. */
async function collect(): Promise<void> {
  await nextTurn()
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('globalThis.gc') as () => void
  setFlagsFromString('--no-expose-gc')
  collectGarbage()
}
