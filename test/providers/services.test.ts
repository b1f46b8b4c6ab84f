/** Every provider's table (`services/*.ts`) in one run, so that what they share is loaded once. */
import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { KNOWN_PROVIDERS } from '../../src/providers/providers.ts'
import { TESTED } from './contract.ts'

for (const file of readdirSync(resolve(import.meta.dirname, 'services'))) {
  await import(`./services/${file.replace(/\.ts$/, '')}.ts`)
}

describe('the tables', () => {
  it('are there for every service that is known', () => {
    expect(KNOWN_PROVIDERS.length).toBeGreaterThan(0)
    expect(KNOWN_PROVIDERS.filter((provider) => !TESTED.has(provider)).map(({ id }) => id)).toEqual([])
  })
})
