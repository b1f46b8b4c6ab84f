/**
 * A credential value that cannot be printed, serialised, cloned or compared by accident.
 *
 * The bytes live in their own memory and can be zeroed. Text that came out of `JSON.parse` or a chat message is an
 * immutable JavaScript string and cannot be wiped; what is promised is that nothing of ours keeps a reference to it.
 */
import { inspect } from 'node:util'
import { KeyturnError } from './errors.ts'

const REDACTED = '[secret]'

/** Holds one secret value; every ordinary way of looking at it shows `[secret]`. */
export class Secret {
  #bytes: Buffer | undefined

  private constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** Takes the UTF-8 bytes of a text as a secret. */
  static fromText(text: string): Secret {
    const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text, 'utf8'))
    bytes.write(text, 'utf8')
    return new Secret(bytes)
  }

  /** Copies bytes into a secret; the caller's buffer stays the caller's to zero. */
  static fromBytes(source: Uint8Array): Secret {
    const bytes = Buffer.allocUnsafeSlow(source.byteLength)
    bytes.set(source)
    return new Secret(bytes)
  }

  /**
   * Lends a copy of the bytes to `work` and zeroes the copy when `work` returns or its promise settles.
   *
   * @throws KeyturnError `SECRET_GONE` once `dispose` was called.
   */
  use<Result>(work: (bytes: Buffer) => Result): Result {
    const lent = Buffer.allocUnsafeSlow(this.#live().byteLength)
    lent.set(this.#live())
    let result: Result
    try {
      result = work(lent)
    } catch (error) {
      lent.fill(0)
      throw error
    }
    if (result instanceof Promise) return result.finally(() => lent.fill(0)) as Result
    lent.fill(0)
    return result
  }

  /**
   * The value as text, for the few places that must hand it on: a request header, a child's environment, the scrubber.
   *
   * @throws KeyturnError `SECRET_GONE` once `dispose` was called.
   */
  reveal(): string {
    return this.#live().toString('utf8')
  }

  /** Zeroes the bytes; later use throws. Safe to call twice. */
  dispose(): void {
    this.#bytes?.fill(0)
    this.#bytes = undefined
  }

  [Symbol.dispose](): void {
    this.dispose()
  }

  toString(): string {
    return REDACTED
  }

  toJSON(): string {
    return REDACTED
  }

  [Symbol.toPrimitive](): string {
    return REDACTED
  }

  [inspect.custom](): string {
    return REDACTED
  }

  #live(): Buffer {
    if (this.#bytes === undefined) {
      throw new KeyturnError('SECRET_GONE', 'A secret was used after its turn had ended.')
    }
    return this.#bytes
  }
}

/** The secret parts of one credential by field name: `token` alone for most services, `username` and `password` for basic. */
export type CredentialFields = Readonly<Record<string, Secret>>

declare const handleBrand: unique symbol

/** Stands for a secret of the running turn: 128 random bits in base64url, worthless outside the turn's pool. */
export type SecretHandle = string & { readonly [handleBrand]: true }

/** The secrets of one turn: put in by the gate, taken out by actors, zeroed when the turn ends. */
export class SecretPool {
  readonly #secrets = new Map<SecretHandle, Secret>()

  /** Keeps a secret for this turn and returns the handle that events and actors may carry. */
  put(secret: Secret): SecretHandle {
    const handle = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString(
      'base64url',
    ) as SecretHandle
    this.#secrets.set(handle, secret)
    return handle
  }

  /** The secret behind a handle, or nothing when the handle belongs to another or an ended turn. */
  get(handle: SecretHandle): Secret | undefined {
    return this.#secrets.get(handle)
  }

  /** Every secret of the turn, for the scrubber. */
  all(): Secret[] {
    return [...this.#secrets.values()]
  }

  /** Zeroes every secret of the turn. */
  clear(): void {
    for (const secret of this.#secrets.values()) secret.dispose()
    this.#secrets.clear()
  }
}
