/** Runs before each test file: no network beyond this machine, here and in every child that inherits the environment. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach } from 'vitest'
import './network-guard.mjs'

const guard = `--import=${pathToFileURL(resolve(import.meta.dirname, 'network-guard.mjs')).href}`
const options = process.env['NODE_OPTIONS'] ?? ''
if (!options.includes(guard)) process.env['NODE_OPTIONS'] = `${options} ${guard}`.trim()

// Where it is set at all, some programs print in colour whatever NO_COLOR says.
Reflect.deleteProperty(process.env, 'FORCE_COLOR')

const attempts = (globalThis as { [key: symbol]: unknown })[
  Symbol.for('keyturn.network-attempts')
] as string[]

afterEach(() => {
  const reached = attempts.splice(0)
  if (reached.length > 0) throw new Error(`The test tried to reach ${reached.join(', ')}.`)
})
