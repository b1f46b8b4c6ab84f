/** Reads one long number in any base. Only stretches that are text are kept. */
import type { FormBuilder } from './form.ts'
import { DIGITS, LOWER, placesOf, UPPER } from './places.ts'

const NUMBERS = [
  { alphabet: DIGITS, least: 28 },
  { alphabet: '01', least: 90 },
  { alphabet: '01234567', least: 30 },
  { alphabet: DIGITS + LOWER, least: 17 },
  { alphabet: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz', least: 15 },
  { alphabet: DIGITS + UPPER + LOWER, least: 15 },
  { alphabet: DIGITS + LOWER + UPPER, least: 15 },
  { alphabet: UPPER + LOWER + DIGITS, least: 15 },
].map(({ alphabet, least }) => ({ places: placesOf(alphabet), base: alphabet.length, least }))

/** One number, most significant digit first; each reading that is text all through. */
export function readNumber(form: FormBuilder, run: string, start: number, end = start + run.length): void {
  for (const { places, base, least } of NUMBERS) {
    if (run.length < least) continue
    const bytes = bytesOf(run, places, base)
    if (bytes === undefined) continue
    const stretches =
      Buffer.from(bytes)
        .toString('latin1')
        .match(/[\u0020-\u007e]{12,}/g) ?? []
    for (const stretch of stretches) form.add(`${stretch}\n`, start, end)
  }
}

/** How many digits are read in a step, and how many bits of the number a limb holds: their product is one that a double holds exactly. */
const STEP = 4
const LIMB = 1 << 24

/** The bytes of a number, the highest first; nothing where twelve in a row are none of a text, or where a sign is no digit. */
function bytesOf(run: string, places: Int8Array, base: number): Uint8Array | undefined {
  const limbs = new Uint32Array(Math.ceil((run.length * Math.log2(base)) / 24) + 1)
  let used = 0
  for (let at = 0; at < run.length; at += STEP) {
    let carry = 0
    let scale = 1
    for (let index = at; index < Math.min(at + STEP, run.length); index++) {
      const place = places[run.charCodeAt(index)] as number
      if (place < 0) return undefined
      carry = carry * base + place
      scale *= base
    }
    for (let limb = 0; limb < used || carry > 0; limb++) {
      const product = (limbs[limb] as number) * scale + carry
      carry = Math.floor(product / LIMB)
      limbs[limb] = product - carry * LIMB
      if (limb >= used) used = limb + 1
    }
  }
  return mayBeText(limbs, used) ? toBytes(limbs, used) : undefined
}

/** Among twelve bytes in a row three limbs are whole. */
function mayBeText(limbs: Uint32Array, used: number): boolean {
  let whole = 0
  for (let limb = 0; limb < used; limb++) {
    const bytes = limbs[limb] as number
    whole = (bytes & 0x808080) === 0 ? whole + 1 : 0
    if (whole === 3) return true
  }
  return false
}

function toBytes(limbs: Uint32Array, used: number): Uint8Array {
  const bytes = new Uint8Array(used * 3)
  for (let limb = 0; limb < used; limb++)
    for (let byte = 0; byte < 3; byte++)
      bytes[(used - limb) * 3 - 1 - byte] = ((limbs[limb] as number) >>> (8 * byte)) & 255
  return bytes
}
