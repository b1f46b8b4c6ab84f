/** Reads what the English rules cannot: a message in one of the other languages, by the reader of all of them. */
import type { Kept } from '../../../machines/kept.ts'
import type { Reading } from '../../../machines/readings.ts'
import type { KnownAccount, Reading as Said, Situation } from '../../language/index.ts'
import { plainWords } from '../gate/phrases.ts'
import { readForeignAnswer } from '../gate/phrases-languages.ts'
import type { TurnScope } from '../scope.ts'

/**
 * What a message says in a language other than English; nothing for an English one, for one of which no language can be told, and
 * for one that is about no account and answers nothing.
 *
 * @param typed the words of the message, its secrets taken out
 * @param accounts asked for only where the message may be about one
 */
export async function readInLanguage(
  { spoken }: TurnScope,
  open: Kept,
  typed: string,
  accounts: () => Promise<readonly KnownAccount[]>,
): Promise<Reading | undefined> {
  if (spoken === undefined) return undefined
  const { reader, language } = spoken
  if (open.question === 'none' && !reader.mayConcern(typed)) return undefined
  const own = await accounts()
  const { reading } = reader.read(typed, situationOf(open, own, language))
  // "Not now" refuses, as it does in English; only who asks for time is waited for.
  if (reading.kind === 'later' && readForeignAnswer(plainWords(typed)) === 'cancel') return { kind: 'cancel' }
  return inMachineWords(reading, open, own)
}

function situationOf(open: Kept, accounts: readonly KnownAccount[], language: string): Situation {
  const { question, armed, want, offered } = open
  const service = want?.service ?? null
  return {
    question,
    armed: question !== 'none' && armed,
    service,
    offered: offered.map(({ id, name, label }) => {
      const known = accounts.find((account) => account.id === id)
      return known ?? { id, service: service ?? '', name, label, isUsed: false }
    }),
    accounts,
    spoken: null,
    language,
  }
}

/** The same in the machine's words. A name that several accounts share asks which of them is meant. */
function inMachineWords(said: Said, { question, want }: Kept, own: readonly KnownAccount[]): Reading {
  switch (said.kind) {
    case 'none':
    case 'undo':
    case 'forget-everything':
    case 'log-out-everywhere':
    case 'yes':
    case 'no':
    case 'later':
    case 'cancel':
    case 'start-over':
    case 'again':
    case 'other-account':
      return { kind: said.kind }
    case 'unsure':
      return { kind: question === 'none' ? 'none' : 'unsure' }
    case 'list':
    case 'usage':
    case 'no-default':
      return { kind: said.kind, service: said.service }
    case 'service':
      return { kind: 'service', service: said.service }
    case 'use':
      return { kind: 'use', service: said.service, ...named(said.accounts, own) }
    case 'expiry':
      return {
        kind: 'expiry',
        service: said.service,
        accounts: said.accounts === null ? null : [...said.accounts],
      }
    case 'switch':
    case 'default':
    case 'remove':
      return { kind: said.kind, service: said.service, ...named(said.accounts, own) }
    case 'rename':
      return {
        kind: 'rename',
        service: said.service,
        ...named(said.accounts, own),
        label: said.label,
        ...(said.unfinished === true ? { unfinished: true } : {}),
      }
    case 'add':
      return { kind: 'add', service: said.service, secret: null, label: said.label }
    case 'accounts':
      return isShared(said.accounts, own) && !said.all
        ? { kind: 'unsure' }
        : { kind: 'accounts', accounts: [...said.accounts], all: said.all, by: said.by }
    case 'only':
      return { kind: 'only', accounts: isShared(said.accounts, own) ? [] : [...said.accounts] }
    case 'name':
      return { kind: 'name', label: said.label }
    case 'help': {
      // A question about another service's credential is none about what is asked for.
      const isOurs = question !== 'none' && (said.service === null || said.service === want?.service)
      return isOurs ? { kind: 'help', topic: said.topic } : { kind: 'none' }
    }
  }
}

/** The accounts that words name; `oneOf`: by one name that fits several. */
function named(
  ids: readonly string[] | null,
  own: readonly KnownAccount[],
): { accounts: string[] | null; oneOf?: true } {
  if (ids === null) return { accounts: null }
  return { accounts: [...ids], ...(isShared(ids, own) ? { oneOf: true } : {}) }
}

/** Whether several accounts were meant by one name that all of them go by. */
function isShared(ids: readonly string[], own: readonly KnownAccount[]): boolean {
  const meant = own.filter(({ id }) => ids.includes(id))
  const [first, another] = meant
  if (first === undefined || another === undefined) return false
  const names = [first.name, first.label].flatMap((name) => (name === null ? [] : [plain(name)]))
  return names.some((name) =>
    meant.every((account) => [account.name, account.label ?? ''].map(plain).includes(name)),
  )
}

const plain = (name: string): string => name.normalize('NFKC').toLowerCase()
