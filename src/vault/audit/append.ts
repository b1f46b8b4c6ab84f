/** Writes the audit: each entry carries a keyed hash over itself and the entry before it. */
import { CHAIN_START, type ChainHead, brokenLink, endSeal, isSame, linkHash } from './chain.ts'
import type { ActContext } from '../vault.ts'
import type { VaultCore, VaultDatabase, VaultTransaction } from '../core.ts'
import type { AuditTable } from '../tables.ts'

/** What an act says of itself. */
export interface AuditFacts {
  readonly act: string
  readonly outcome: string
  readonly service?: string | undefined
  readonly account?: string | undefined
  readonly detail?: string | undefined
  readonly revision?: number | undefined
  readonly change?: number | undefined
}

const MAX_TEXT = 256

const ACCOUNT_ID = /^[A-Za-z0-9_-]{22}$/

/** An end of a chain as it was read, with the root key that its entry was signed under. */
export interface FoundEnd extends ChainHead {
  readonly seal: Uint8Array | null
  /** Nothing where that entry is not there. */
  readonly root_key: string | null
}

/**
 * Where the user's chain stands now: its noted head or its last entry, whichever is further. A head that somebody took back
 * or away would otherwise keep every later act of the user from being audited, and so from being done.
 */
export async function readChainHead(
  core: VaultCore,
  database: VaultDatabase,
  user: string,
): Promise<ChainHead> {
  const last = database
    .selectFrom('vault_audit')
    .select(['sequence', 'hash', 'end_seal', 'root_key'])
    .where('user_id', '=', user)
    .orderBy('sequence', 'desc')
    .limit(1)
  const ends: FoundEnd[] = await database
    .selectFrom('vault_audit_head as head')
    .leftJoin('vault_audit as entry', (join) =>
      join.onRef('entry.user_id', '=', 'head.user_id').onRef('entry.sequence', '=', 'head.sequence'),
    )
    .select(['head.sequence', 'head.hash', 'head.seal', 'entry.root_key'])
    .where('head.user_id', '=', user)
    .unionAll(
      database.selectFrom(last.as('last')).select(['sequence', 'hash', 'end_seal as seal', 'root_key']),
    )
    .execute()
  // Of the head and its own entry, the head comes first: the entry has no seal.
  const [furthest] = ends
    .filter(({ sequence }) => Number.isSafeInteger(sequence))
    .sort(
      (left, right) =>
        right.sequence - left.sequence || Number(left.seal === null) - Number(right.seal === null),
    )
  return furthest === undefined ? CHAIN_START : goOnFrom(core, user, furthest)
}

/** What the next entry is chained to. An end that nothing can be checked with shows by its gap or its unknown key. */
export function goOnFrom(
  core: VaultCore,
  user: string,
  { seal, root_key, sequence, hash }: FoundEnd,
): ChainHead {
  const key = root_key === null ? undefined : core.keys.auditKey(root_key)
  const isSound = key === undefined || isSame(seal, endSeal(key, core.formation, user, { sequence, hash }))
  return { sequence, hash: isSound ? hash : brokenLink(hash) }
}

/** Makes the next entry of a chain. */
export function nextEntry(
  core: VaultCore,
  user: string,
  head: ChainHead,
  facts: AuditFacts,
  context: ActContext,
): AuditTable {
  const unsigned = {
    user_id: user,
    sequence: head.sequence + 1,
    at: core.clock.now(),
    act: plainText(facts.act),
    service: optionalText(facts.service),
    account: optionalText(facts.account),
    channel: context.channel,
    conversation: optionalText(context.conversation),
    outcome: plainText(facts.outcome),
    detail: optionalText(facts.detail),
    revision: facts.revision ?? null,
    change: facts.change ?? null,
    root_key: core.keys.primary.id,
  }
  const { auditKey } = core.keys.primary
  const hash = linkHash(auditKey, core.formation, head.hash, unsigned)
  const end_seal = endSeal(auditKey, core.formation, user, { sequence: unsigned.sequence, hash })
  return { ...unsigned, hash, end_seal }
}

/** Adds an entry to the user's chain inside the transaction of the act it tells of; its sequence. */
export async function appendAudit(
  core: VaultCore,
  transaction: VaultTransaction,
  user: string,
  facts: AuditFacts,
  context: ActContext,
): Promise<number> {
  const entry = nextEntry(core, user, await readChainHead(core, transaction, user), facts, context)
  await transaction.insertInto('vault_audit').values(entry).execute()
  return entry.sequence
}

/** Adds the entry of an act that was refused because of its account; an id that is none is left out, since anybody may write it. */
export function appendRefusal(
  core: VaultCore,
  transaction: VaultTransaction,
  user: string,
  facts: Pick<AuditFacts, 'act' | 'outcome' | 'service'> & { readonly account: string },
  context: ActContext,
): Promise<number> {
  const account = ACCOUNT_ID.test(facts.account) ? facts.account : undefined
  return appendAudit(core, transaction, user, { ...facts, account }, context)
}

function optionalText(text: string | undefined): string | null {
  return text === undefined ? null : plainText(text)
}

/**
 * Text as every database stores it: well-formed, without control characters, at most 256 characters. What comes out of an
 * altered row may be no text.
 */
function plainText(text: string): string {
  return String(text)
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, MAX_TEXT)
    .toWellFormed()
}
