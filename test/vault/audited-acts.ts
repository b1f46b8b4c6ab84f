/**
 * Every writing act of the vault, what has to be there before it, and the entries it leaves.
 *
 * Long because it is one table of all acts.
 */
import { Secret } from '../../src/secret.ts'
import { createCheckpoint } from '../../src/vault/audit/checkpoint.ts'
import { pruneAudit } from '../../src/vault/audit/retention.ts'
import { retireKey, rotateKeys } from '../../src/vault/keys/rotation.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import type { Account, ActContext, AttemptSlot, Vault } from '../../src/vault/vault.ts'
import { keptNear } from './kept-near.ts'
import { CHAT, type World, credential, fieldsOf, newKey, newToken, user } from './world.ts'

export const alice = user('alice')
const bob = user('bob')
export const CLI: ActContext = { channel: 'cli' }

/** What an entry says: act, service, name of the account, channel, outcome. */
export type Row = readonly [string, string | undefined, string | undefined, string, string]

/** One act. `by`: the method of the port, or the key act, it goes through. */
export interface Act {
  readonly by: keyof Vault | 'keys' | 'retention'
  readonly what: string
  run(stage: ActStage): Promise<unknown>
  readonly leaves: readonly Row[]
}

/** A user with an account of every kind, attempts in every state, and the tokens that were given. */
export interface ActStage {
  readonly vault: SqlVault
  readonly accounts: ReadonlyMap<string, Account>
  readonly tokens: ReadonlyMap<string, string>
  readonly slots: ReadonlyMap<string, AttemptSlot>
  /** The root key that a rotation leaves. */
  readonly oldKey: string
}

const GRANT = {
  clientId: 'keyturn-test',
  issuer: undefined,
  expiresAt: undefined,
  renewFrom: undefined,
  refreshToken: undefined,
}

/** Accounts of alice by name; GitHub's unless it says otherwise. */
const NAMES = ['home', 'work', 'turned', 'proved', 'gone', 'old', 'moved', 'target', 'torn', 'lost'] as const

/** Makes all of it. */
export async function setStage(world: World): Promise<ActStage> {
  const before = await world.open()
  await before.close()
  const encryption = world.encryption({
    key: Secret.fromText(newKey()),
    decryptOnlyKeys: [Secret.fromText(world.key)],
  })
  const vault = await world.open({ encryption, validationsPerHour: 1_000, envelopes: keptNear() })
  const tokens = new Map<string, string>()
  const accounts = new Map<string, Account>()
  const add = async (name: string, more = {}): Promise<Account> => {
    const token = newToken()
    const { account } = await vault.add(alice, credential(token, name, more), CHAT)
    tokens.set(name, token)
    accounts.set(name, account)
    return account
  }
  for (const name of NAMES) await add(name)
  await add('team', { service: 'slack' })
  await add('team two', { service: 'slack' })
  await add('brief', { expiresAt: world.clock.now() + 1 })
  for (const name of ['old', 'moved']) await vault.markRejected(alice, idOf({ accounts }, name), 1, CHAT)
  await vault.setDefault(alice, 'github', idOf({ accounts }, 'home'), CHAT)
  accounts.set("bob's", (await vault.add(bob, credential(newToken(), 'bob'), CHAT)).account)
  world.clock.advance(2)
  for (const name of ['torn', 'lost'])
    await world.tamper('update vault_credential set envelope = fingerprint where id = ?', [
      idOf({ accounts }, name),
    ])
  // Used once, so that the short way is the one that is tried.
  await vault.open(alice, idOf({ accounts }, 'home'), 'test', CHAT)
  const slots = new Map<string, AttemptSlot>()
  const reserve = async (service: string, as = service): Promise<void> => {
    const token = newToken()
    const reservation = await vault.reserveAttempt(alice, service, fieldsOf(token), CHAT)
    if (reservation.kind !== 'reserved') throw new Error(reservation.kind)
    slots.set(as, reservation.slot)
    tokens.set(as, token)
  }
  for (const service of ['gitlab', 'linear', 'notion', 'stripe']) await reserve(service)
  for (const service of ['linear', 'linear', 'figma', 'figma', 'figma', 'npm', 'npm', 'npm']) {
    await reserve(service, 'wrong')
    await vault.settleAttempt(alice, slots.get('wrong') ?? { id: '', service }, 'rejected', CHAT)
  }
  for (const as of ['full 1', 'full 2', 'full 3']) await reserve('sentry', as)
  const oldKey = vault.core.keys.primary.id
  return { vault, accounts, tokens, slots, oldKey }
}

/** In an order in which each finds what it needs, whether those before it were done or refused. */
export const ACTS: readonly Act[] = [
  {
    by: 'add',
    what: 'a new account',
    run: ({ vault }) => vault.add(alice, credential(newToken(), 'new', { service: 'asana' }), CLI),
    leaves: [['add', 'asana', '(new)', 'cli', 'added']],
  },
  {
    by: 'add',
    what: 'a secret that is there',
    run: ({ vault, tokens }) => vault.add(alice, credential(tokens.get('home') ?? '', 'home'), CHAT),
    leaves: [['add', 'github', 'home', 'chat', 'duplicate']],
  },
  {
    by: 'add',
    what: 'a new secret of a known account',
    run: ({ vault }) => vault.add(alice, credential(newToken(), 'work'), { channel: 'api' }),
    leaves: [['replace', 'github', 'work', 'api', 'replaced']],
  },
  {
    by: 'add',
    what: 'a secret of another account that is stored too',
    run: ({ vault, tokens }) => vault.add(alice, credential(tokens.get('moved') ?? '', 'target'), CHAT),
    leaves: [
      ['delete', 'github', 'moved', 'chat', 'superseded'],
      ['replace', 'github', 'target', 'chat', 'replaced'],
    ],
  },
  open('home', 'ok', 'through the cache'),
  open('proved', 'ok', 'past the cache'),
  open('old', 'rejected'),
  open('brief', 'expired'),
  {
    by: 'openGrant',
    what: 'an account',
    run: ({ vault, ...stage }) => vault.openGrant(alice, idOf(stage, 'home'), 'test', CHAT),
    leaves: [['use', 'github', 'home', 'chat', 'ok']],
  },
  {
    by: 'renewGrant',
    what: 'a grant, from its storing to its end',
    async run({ vault }) {
      const given = credential(newToken(), 'granted', { service: 'acme', grant: GRANT })
      const { account } = await vault.add(alice, given, CHAT)
      const renewed = { fields: fieldsOf(newToken()), grant: GRANT }
      await vault.renewGrant(alice, account.id, 1, renewed, { channel: 'tool' })
      await vault.remove(alice, account.id, CHAT)
    },
    leaves: [
      ['add', 'acme', '(new)', 'chat', 'added'],
      ['renew', 'acme', '(new)', 'tool', 'renewed'],
      ['delete', 'acme', '(new)', 'chat', 'deleted'],
    ],
  },
  {
    by: 'open',
    what: 'one that is damaged',
    run: ({ vault, ...stage }) => vault.open(alice, idOf(stage, 'torn'), 'test', CHAT),
    leaves: [
      ['damage', 'github', 'torn', 'tool', 'damaged'],
      ['use', 'github', 'torn', 'chat', 'damaged'],
    ],
  },
  {
    by: 'open',
    what: 'one of somebody else',
    run: ({ vault, ...stage }) => vault.open(alice, idOf(stage, "bob's"), 'test', { channel: 'tool' }),
    leaves: [['use', undefined, "bob's", 'tool', 'not-found']],
  },
  {
    by: 'listAccounts',
    what: 'that comes upon damage',
    run: ({ vault }) => vault.listAccounts(alice),
    leaves: [['damage', 'github', 'lost', 'tool', 'damaged']],
  },
  {
    by: 'markRejected',
    what: 'an active account',
    run: ({ vault, ...stage }) => vault.markRejected(alice, idOf(stage, 'turned'), 1, { channel: 'tool' }),
    leaves: [['reject', 'github', 'turned', 'tool', 'rejected']],
  },
  {
    by: 'markChecked',
    what: 'an account',
    run: ({ vault, ...stage }) => vault.markChecked(alice, idOf(stage, 'proved'), 1, {}, { channel: 'tool' }),
    leaves: [['check', 'github', 'proved', 'tool', 'active']],
  },
  change('rename', 'an account', 'home', 'labelled', ({ vault }, id) => vault.rename(alice, id, 'h', CHAT)),
  change('rename', 'back', 'home', 'unlabelled', ({ vault }, id) => vault.rename(alice, id, undefined, CHAT)),
  change('rename', 'a damaged one', 'torn', 'damaged', ({ vault }, id) => vault.rename(alice, id, 'h', CHAT)),
  {
    ...change('rename', 'one of somebody else', "bob's", 'not-found', ({ vault }, id) =>
      vault.rename(alice, id, 'mine', CHAT),
    ),
    leaves: [['rename', undefined, "bob's", 'chat', 'not-found']],
  },
  {
    by: 'setDefault',
    what: 'another one',
    run: ({ vault, ...stage }) => vault.setDefault(alice, 'github', idOf(stage, 'proved'), CHAT),
    leaves: [
      ['default', 'github', 'home', 'chat', 'cleared'],
      ['default', 'github', 'proved', 'chat', 'set'],
    ],
  },
  {
    by: 'setDefault',
    what: 'none',
    run: ({ vault }) => vault.setDefault(alice, 'github', undefined, CLI),
    leaves: [['default', 'github', 'proved', 'cli', 'cleared']],
  },
  {
    by: 'setDefault',
    what: 'one of somebody else',
    run: ({ vault, ...stage }) => vault.setDefault(alice, 'github', idOf(stage, "bob's"), CHAT),
    leaves: [['default', 'github', "bob's", 'chat', 'not-found']],
  },
  change('remove', 'an account', 'gone', 'deleted', ({ vault }, id) => vault.remove(alice, id, CHAT)),
  change('remove', 'a damaged one', 'lost', 'deleted', ({ vault }, id) => vault.remove(alice, id, CHAT)),
  {
    by: 'remove',
    what: 'one of somebody else',
    run: ({ vault, ...stage }) => vault.remove(alice, idOf(stage, "bob's"), CHAT),
    leaves: [['delete', undefined, "bob's", 'chat', 'not-found']],
  },
  {
    by: 'removeService',
    what: 'with two accounts',
    run: ({ vault }) => vault.removeService(alice, 'slack', CLI),
    leaves: [
      ['delete', 'slack', 'team', 'cli', 'deleted'],
      ['delete', 'slack', 'team two', 'cli', 'deleted'],
    ],
  },
  attempt('reserveAttempt', 'one that is free', 'asana', ['reserved'], ({ vault }) =>
    vault.reserveAttempt(alice, 'asana', fieldsOf(newToken()), CHAT),
  ),
  attempt('reserveAttempt', 'while adding is locked', 'figma', ['locked'], ({ vault }) =>
    vault.reserveAttempt(alice, 'figma', fieldsOf(newToken()), CHAT),
  ),
  settle('gitlab', 'valid'),
  settle('stripe', 'unknown'),
  settle('notion', 'rejected'),
  {
    ...settle('linear', 'rejected'),
    what: 'rejected, for the third time',
    leaves: [
      ['attempt', 'linear', undefined, 'chat', 'rejected'],
      ['lock', 'linear', undefined, 'chat', 'locked'],
    ],
  },
  {
    by: 'unlock',
    what: 'what is locked',
    run: ({ vault }) => vault.unlock(alice, 'npm', 'ticket 4711', CLI),
    leaves: [['unlock', 'npm', undefined, 'cli', 'unlocked']],
  },
  {
    by: 'unlock',
    what: 'what is not',
    run: ({ vault }) => vault.unlock(alice, 'asana', 'ticket 4712', CLI),
    leaves: [['unlock', 'asana', undefined, 'cli', 'not-locked']],
  },
  {
    by: 'record',
    what: 'a denial',
    run: ({ vault }) =>
      vault.record(alice, { act: 'denied', service: 'github', outcome: 'insecure' }, { channel: 'tool' }),
    leaves: [['denied', 'github', undefined, 'tool', 'insecure']],
  },
  {
    by: 'recordForFormation',
    what: 'other tools',
    run: ({ vault }) =>
      vault.recordForFormation({ act: 'tools', outcome: 'changed', detail: 'x' }, { channel: 'tool' }),
    leaves: [['tools', undefined, undefined, 'tool', 'changed']],
  },
  {
    by: 'noteProtection',
    what: 'that it is off',
    run: ({ vault }) => vault.noteProtection('require_https', false),
    leaves: [['setting', undefined, undefined, 'start', 'off']],
  },
  {
    by: 'keys',
    what: 'rotate',
    run: ({ vault }) => rotateKeys(vault.core, CLI),
    leaves: [
      ['key', undefined, undefined, 'cli', 'primary'],
      ['key', undefined, undefined, 'cli', 'rewrapped'],
      ['key', undefined, undefined, 'cli', 'rotated'],
    ],
  },
  {
    by: 'keys',
    what: 'retire',
    run: async ({ vault, oldKey }) => {
      // Refused before, the rotation is still to be done: that is refused as well, for the same reason.
      if (vault.core.keys.primary.id === oldKey) return rotateKeys(vault.core, CLI)
      return retireKey(vault.core, oldKey, CLI)
    },
    leaves: [['key', undefined, undefined, 'cli', 'retired']],
  },
  {
    by: 'retention',
    what: 'a checkpoint',
    run: ({ vault }) => createCheckpoint(vault.core, CLI),
    leaves: [['checkpoint', undefined, undefined, 'cli', 'signed']],
  },
  {
    by: 'deleteUser',
    what: 'with everything',
    run: ({ vault }) => vault.deleteUser(alice, CLI),
    leaves: [
      ...['home', 'work', 'turned', 'proved', 'old', 'target', 'torn', 'brief'].map((name): Row => [
        'delete',
        'github',
        name,
        'cli',
        'deleted',
      ]),
      ['delete', 'asana', '(new)', 'cli', 'deleted'],
      ['delete-user', undefined, undefined, 'cli', 'deleted'],
    ],
  },
  {
    by: 'retention',
    what: 'a removal of old entries',
    run: ({ vault }) => pruneAudit(vault.core, vault.core.clock.now(), CLI),
    // Bob's account is still there: his chain says again how it stands.
    leaves: [
      ['prune', undefined, undefined, 'cli', 'pruned'],
      ['attest', 'github', "bob's", 'cli', 'kept'],
      ['prune', undefined, undefined, 'cli', 'pruned'],
    ],
  },
]

function open(name: string, outcome: string, what = `one that is ${outcome}`): Act {
  return {
    by: 'open',
    what,
    run: ({ vault, ...stage }) => vault.open(alice, idOf(stage, name), 'test', CHAT),
    leaves: [['use', 'github', name, 'chat', outcome]],
  }
}

function change(
  by: 'rename' | 'remove',
  what: string,
  name: string,
  outcome: string,
  run: (stage: ActStage, id: string) => Promise<unknown>,
): Act {
  const service = outcome === 'damaged' ? undefined : 'github'
  const act = by === 'remove' ? 'delete' : by
  return {
    by,
    what,
    run: (stage) => run(stage, idOf(stage, name)),
    leaves: [[act, service, name, 'chat', outcome]],
  }
}

function attempt(
  by: 'reserveAttempt' | 'settleAttempt',
  what: string,
  service: string,
  outcomes: readonly string[],
  run: Act['run'],
): Act {
  return {
    by,
    what,
    run,
    leaves: outcomes.map((outcome) => ['attempt', service, undefined, 'chat', outcome]),
  }
}

function settle(service: string, outcome: 'valid' | 'rejected' | 'unknown'): Act {
  return attempt('settleAttempt', outcome, service, [outcome], ({ vault, slots }) =>
    vault.settleAttempt(alice, slots.get(service) ?? { id: '', service }, outcome, CHAT),
  )
}

function idOf({ accounts }: Pick<ActStage, 'accounts'>, name: string): string {
  const account = accounts.get(name)
  if (account === undefined) throw new Error(`There is no account ${name}.`)
  return account.id
}
