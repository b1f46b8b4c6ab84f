/** Numbers of a formation: whole, and within bounds that the refusal names. */
import { z } from 'zod'

/** A whole number within bounds; `unit` (` rounds`) is said with them. */
export function wholeNumber(
  range: { readonly least: number; readonly most: number },
  unit: string,
): z.ZodCustom<number, number> {
  return z.custom<number>(
    (value) => Number.isInteger(value) && Number(value) >= range.least && Number(value) <= range.most,
    `must be a whole number from ${range.least} to ${range.most}${unit}.`,
  )
}
