/** Parts of a Keyturn in which one await of a call, and each in its turn, is made to last as long as a test wants. */
import type { OpenedParts } from '../../src/open/parts.ts'

/** Holds a call at its `at`-th await, counted from 0; never, where the call has fewer. */
export class Pause {
  /** The awaits that the call came to, by name. */
  readonly names: string[] = []
  /** Resolves when the call stands still. */
  readonly reached: Promise<void>
  #reach = (): void => undefined
  #goOn = (): void => undefined
  readonly #held: Promise<void>
  readonly #at: number
  #isCounting = false

  constructor(at: number) {
    this.#at = at
    this.reached = new Promise((resolve) => (this.#reach = resolve))
    this.#held = new Promise((resolve) => (this.#goOn = resolve))
  }

  /** The call begins: from here on its awaits count. */
  begin(): void {
    this.#isCounting = true
  }

  /** Lets the call go on. */
  goOn(): void {
    this.#isCounting = false
    this.#goOn()
  }

  /** An await of this name: lasts until `goOn` where it is the one. */
  async pass(name: string): Promise<void> {
    if (!this.#isCounting) return
    this.names.push(name)
    if (this.names.length - 1 !== this.#at) return
    this.#reach()
    await this.#held
  }
}

/** Which sides of each await count: before it begins, and after it has its result and before the caller has it. */
export type Sides = 'before' | 'both'

/** The parts with a pause around each promise that vault, state and connections give, and around each that those bring. */
export function pausingParts(parts: OpenedParts, pause: () => Pause, sides: Sides): OpenedParts {
  const wrap = <Part extends object>(part: Part, name: string): Part =>
    new Proxy(part, {
      get(target, member) {
        const value: unknown = Reflect.get(target, member, target)
        if (typeof value !== 'function' || typeof member === 'symbol') return value
        return (...args: unknown[]): unknown => {
          // What gives no promise must go on giving none.
          if (!ASYNCHRONOUS.has(member)) return Reflect.apply(value, target, args)
          return around(`${name}.${member}`, () => Reflect.apply(value, target, args) as Promise<unknown>)
        }
      },
    })
  const around = async (name: string, work: () => Promise<unknown>): Promise<unknown> => {
    await pause().pass(`before ${name}`)
    const result = await work()
    if (sides === 'both') await pause().pass(`after ${name}`)
    return isOpened(result) ? { ...result, credential: wrap(result.credential, 'credential') } : result
  }
  return {
    ...parts,
    vault: wrap(parts.vault, 'vault'),
    state: wrap(parts.state, 'state'),
    connections: wrap(parts.connections, 'connections'),
  }
}

const ASYNCHRONOUS: ReadonlySet<string> = new Set([
  ...['listAccounts', 'look', 'open', 'markRejected', 'markChecked', 'record', 'read', 'call', 'listTools'],
  'confirm',
])

function isOpened(result: unknown): result is { readonly ok: true; readonly credential: object } {
  return typeof result === 'object' && result !== null && 'ok' in result && 'credential' in result
}
