/**
 * What each server lists as its tools: to anybody, and to each user on their own connection. The two never mix: what one user's server
 * says may name them, or may have been put there by them.
 *
 * A list that is told otherwise than before, to the same people, is reported: it may be trying to talk the model into something (tool
 * poisoning).
 */
import type { ToolDefinition } from './connections.ts'
import { compareDefinitions, hashOfDefinitions, type DefinitionChange } from './definition-change.ts'
import type { Ownership } from './pool.ts'

/** One list as it was told. `hash`: SHA-256 in hex, whatever the order of tools and members. */
export interface KeptList {
  readonly tools: readonly ToolDefinition[]
  readonly hash: string
  /** Epoch milliseconds. */
  readonly at: number
}

interface OwnList extends KeptList {
  readonly server: string
  readonly ownership: Ownership
  /** The list as the connection gave it: it need not be looked at twice. */
  readonly told: readonly ToolDefinition[]
  /** What it takes up as JSON, in characters; nothing for one that others have as well. */
  readonly characters: number
}

/** Lists of users that are kept at the same time; the one not asked for the longest goes first. */
const MAX_OWN_LISTS = 2_000
const MAX_OWN_CHARACTERS = 64 * 1024 * 1024

/** Reports that are remembered, so that one wording is reported once. */
const MAX_REPORTED = 1_000

/** The lists of one process. */
export class Definitions {
  readonly #shared = new Map<string, KeptList>()
  readonly #own = new Map<string, OwnList>()
  readonly #reported = new Set<string>()
  readonly #onChange: (change: DefinitionChange) => void

  constructor(onChange: (change: DefinitionChange) => void) {
    this.#onChange = onChange
  }

  /** What a server lists to anybody. */
  shared(server: string): KeptList | undefined {
    return this.#shared.get(server)
  }

  /** Takes what a server lists to anybody; `before`: what it listed in an earlier process. */
  keepShared(
    server: string,
    tools: readonly ToolDefinition[],
    now: number,
    before: readonly ToolDefinition[] | undefined,
  ): KeptList {
    const list = { tools, hash: hashOfDefinitions(tools), at: now }
    const last = this.#shared.get(server) ?? (before && { tools: before, hash: hashOfDefinitions(before) })
    this.#shared.set(server, list)
    this.#report(server, server, last, list)
    return list
  }

  /** What a server lists on the connection of a key. */
  own(key: string): KeptList | undefined {
    const list = this.#own.get(key)
    if (list === undefined) return undefined
    this.#own.delete(key)
    this.#own.set(key, list)
    return list
  }

  /** Takes what a server lists on a connection of a user's own. An earlier list of the same accounts ends with it. */
  keepOwn(server: string, ownership: Ownership, told: readonly ToolDefinition[], now: number): void {
    const known = this.#own.get(ownership.key)
    if (known?.told === told) return this.#put({ ...known, at: now })
    const last = known ?? [...this.#own.values()].find((one) => isSameUse(one, server, ownership))
    const hash = hashOfDefinitions(told)
    // Most users are told the same: their lists are one in memory.
    const same = [this.#shared.get(server), last].find((one) => one?.hash === hash)
    const characters = same === undefined ? JSON.stringify(told).length : 0
    const list = { server, ownership, told, tools: same?.tools ?? told, characters, hash, at: now }
    if (last !== undefined) this.#own.delete(last.ownership.key)
    this.#put(list)
    this.#report(server, JSON.stringify([server, ownership.owner, idsOf(ownership)]), last, list)
  }

  /** Forgets lists of users. */
  forget(matches: (ownership: Ownership) => boolean): void {
    for (const [key, { ownership }] of this.#own) if (matches(ownership)) this.#own.delete(key)
  }

  #put(list: OwnList): void {
    this.#own.delete(list.ownership.key)
    this.#own.set(list.ownership.key, list)
    let characters = 0
    for (const one of this.#own.values()) characters += one.characters
    for (const [key, one] of this.#own) {
      if (this.#own.size <= MAX_OWN_LISTS && characters <= MAX_OWN_CHARACTERS) return
      this.#own.delete(key)
      characters -= one.characters
    }
  }

  #report(server: string, scope: string, before: Omit<KeptList, 'at'> | undefined, now: KeptList): void {
    if (before === undefined || before.hash === now.hash) return
    const report = `${scope} ${now.hash}`
    if (this.#reported.has(report)) return
    this.#reported.add(report)
    const [oldest] = this.#reported
    if (this.#reported.size > MAX_REPORTED && oldest !== undefined) this.#reported.delete(oldest)
    this.#onChange({
      server,
      before: before.hash,
      now: now.hash,
      ...compareDefinitions(before.tools, now.tools),
    })
  }
}

const isSameUse = (one: OwnList, server: string, ownership: Ownership): boolean =>
  one.server === server &&
  one.ownership.owner === ownership.owner &&
  String(idsOf(one.ownership)) === String(idsOf(ownership))

const idsOf = ({ accounts }: Ownership): readonly string[] => accounts.map(({ accountId }) => accountId)
