/**
 * All token families: those of the services that are known otherwise too come from their providers (`npm run generate`), the others from
 * the tables here.
 */
import { BUSINESS_FAMILIES } from './business.ts'
import { CLOUD_FAMILIES } from './cloud.ts'
import { CODE_FAMILIES } from './code.ts'
import type { Family } from './family.ts'
import { MODEL_FAMILIES } from './models.ts'
import { PROVIDER_FAMILIES } from './providers.generated.ts'

/** Every family the guard knows. */
export const FAMILIES: readonly Family[] = [
  ...PROVIDER_FAMILIES,
  ...CODE_FAMILIES,
  ...MODEL_FAMILIES,
  ...CLOUD_FAMILIES,
  ...BUSINESS_FAMILIES,
]
