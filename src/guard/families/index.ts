/** All token families; adding a service's tokens means adding a row to one of the tables. */
import { BUSINESS_FAMILIES } from './business.ts'
import { CLOUD_FAMILIES } from './cloud.ts'
import { CODE_FAMILIES } from './code.ts'
import type { Family } from './family.ts'
import { MODEL_FAMILIES } from './models.ts'

/** Every family the guard knows. */
export const FAMILIES: readonly Family[] = [
  ...CODE_FAMILIES,
  ...MODEL_FAMILIES,
  ...CLOUD_FAMILIES,
  ...BUSINESS_FAMILIES,
]
