/**
 * The canary: secrets in every common shape, made for one run, and a scan that finds any trace of them in any spelling.
 *
 * Give its secrets to the program under test, collect all that the program wrote and said (`createRecorder`, files, folders), and scan.
 * `test/testing/canary.test.ts` proves that the scan is not blind: a needle planted in each kind of sink in each spelling is found.
 */
import { createCanarySecret, type CanarySecret } from './canary-secret.ts'
import { createNeedles } from './needles.ts'
import { createSearcher, type Searcher } from './search.ts'
import { type SecretPiece, type SecretShape, SECRET_SHAPES } from './secret-shapes.ts'
import { readSink, type Sink } from './sinks.ts'

/** A trace of a secret. It says which, how spelled and where; never what. */
export interface Finding {
  readonly sink: string
  /** Name of the secret: its shape, or what `add` was given. */
  readonly secret: string
  /** `raw`, `base64, shifted by 1`, `gzip: hex`… */
  readonly encoding: string
  /** Byte offset in the sink; in a compressed part, where that begins. */
  readonly offset: number
}

/** What a scan saw. */
export interface ScanReport {
  readonly findings: readonly Finding[]
  /** Every sink that was read, with its size: a sink of no bytes proves nothing. */
  readonly sinks: readonly { readonly name: string; readonly bytes: number }[]
}

/** Options of `createCanary`. */
export interface CanaryOptions {
  /** Default: all of them. */
  readonly shapes?: readonly SecretShape[]
}

/** A set of secrets and the scan for them. */
export interface Canary {
  readonly secrets: readonly CanarySecret[]
  /** The secret of this name. Throws for a name that the canary does not have. */
  secret(name: string): CanarySecret
  /** Adds a secret that was made elsewhere. A `publicPrefix` (`ghp_`) does not count as a leak. */
  add(name: string, value: string, publicPrefix?: string): void
  /** Looks at every byte of the sinks. */
  scan(sinks: Iterable<Sink>): ScanReport
}

/** Makes a canary with new secrets. */
export function createCanary(options: CanaryOptions = {}): Canary {
  const shapes = options.shapes ?? (Object.keys(SECRET_SHAPES) as SecretShape[])
  const pieces = new Map<string, readonly SecretPiece[]>(
    shapes.map((shape) => [shape, SECRET_SHAPES[shape]()]),
  )
  /** Built by the first scan after `add`, for it is one structure for all needles, and takes half a second. */
  let searcher: Searcher | undefined

  return {
    get secrets() {
      return [...pieces].map(([name, own]) => createCanarySecret(name, own))
    },
    secret(name) {
      const own = pieces.get(name)
      if (own === undefined) throw new RangeError(`The canary has no secret named ${name}.`)
      return createCanarySecret(name, own)
    },
    add(name, value, publicPrefix = '') {
      if (value === '' || !value.startsWith(publicPrefix))
        throw new RangeError('The value does not begin so.')
      pieces.set(name, [
        { text: publicPrefix, isSecret: false },
        { text: value.slice(publicPrefix.length), isSecret: true },
      ])
      searcher = undefined
    },
    scan(sinks) {
      searcher ??= createSearcher(createNeedles(pieces))
      const findings: Finding[] = []
      const read: { name: string; bytes: number }[] = []
      for (const sink of sinks) {
        for (const { name, bytes } of readSink(sink)) {
          read.push({ name, bytes: bytes.byteLength })
          for (const match of searcher.search(bytes)) findings.push({ sink: name, ...match })
        }
      }
      return { findings, sinks: read }
    },
  }
}
