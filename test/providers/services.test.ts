/** Every provider's table (`services/*.ts`) in one run, so that what they share is loaded once. */
import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { KNOWN_PROVIDERS } from '../../src/providers/providers.ts'

const files = readdirSync(resolve(import.meta.dirname, 'services')).map((file) => file.replace(/\.ts$/, ''))
for (const file of files) await import(`./services/${file}.ts`)

describe('the tables', () => {
  it('are there for every service that is known', () => {
    const ids = KNOWN_PROVIDERS.map(({ id }) => id)
    expect(ids.filter((id) => !files.some((file) => id === file || id.startsWith(`${file}_`)))).toEqual([])
  })
})
