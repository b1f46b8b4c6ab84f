/**
 * Writes the two files that follow from the providers of this folder, so that adding a service means adding one file:
 * `list.generated.ts` (every provider, imported by name) and `../guard/families/providers.generated.ts` (how their tokens look, as plain
 * data, so that the guard needs nothing of this folder).
 *
 * `npm run generate`, which `prepare`, the tests and the build run. `--if-missing` leaves files alone that are there.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const FOLDER = import.meta.dirname
const LIST = resolve(FOLDER, 'list.generated.ts')
const FAMILIES = resolve(FOLDER, '../guard/families/providers.generated.ts')

/** Writes both files where their content changes. */
export default async function generate() {
  const found = await findProviders()
  const ids = found.map(({ provider }) => provider.id)
  const twice = ids.find((id, index) => ids.indexOf(id) < index)
  if (twice !== undefined)
    throw new Error(`Two files of src/providers/ have a provider with the id "${twice}".`)
  writeChanged(LIST, listOf(found))
  writeChanged(FAMILIES, familiesOf(found.map(({ provider }) => provider)))
}

/** Every export of a file beside this one that is a provider, in order of file and name. Others may need what is not written yet. */
async function findProviders() {
  const { register } = await import('tsx/esm/api')
  const typescript = register({ namespace: 'keyturn-generate' })
  const files = readdirSync(FOLDER)
    .filter((name) => /^[a-z0-9-]+\.ts$/.test(name))
    .filter((name) => readFileSync(resolve(FOLDER, name), 'utf8').includes('defineProvider({'))
    .sort()
  const found = []
  for (const file of files) {
    const exported = await typescript.import(pathToFileURL(resolve(FOLDER, file)).href, import.meta.url)
    for (const [name, value] of Object.entries(exported).sort(([one], [other]) => (one < other ? -1 : 1))) {
      if (isProvider(value)) found.push({ file, name, provider: value })
    }
  }
  await typescript.unregister()
  return found
}

/** @param {unknown} value */
function isProvider(value) {
  return (
    typeof value === 'object' && value !== null && 'locate' in value && 'inject' in value && 'shapes' in value
  )
}

function listOf(found) {
  const files = [...new Set(found.map(({ file }) => file))]
  const imports = files.map((file) => {
    const names = found.filter((one) => one.file === file).map(({ name }) => name)
    return `import { ${names.join(', ')} } from './${file}'`
  })
  return [
    '/** Every provider of this folder. Long because it is a list; made by `npm run generate`, not by hand. */',
    ...imports,
    "import type { Provider } from './provider.ts'",
    '',
    '/** In the order of their files. */',
    'export const PROVIDERS: readonly Provider[] = [',
    ...found.map(({ name }) => `  ${name},`),
    ']',
    '',
  ].join('\n')
}

function familiesOf(providers) {
  return [
    '/** How the tokens of the providers look. Long because it is a table; made by `npm run generate` from `src/providers/`, not by hand. */',
    "import type { Family } from './family.ts'",
    '',
    '/** One row a token family. */',
    'export const PROVIDER_FAMILIES: readonly Family[] = [',
    ...providers.flatMap(({ shapes }) => shapes.map((family) => `  ${literalOf(family)},`)),
    ']',
    '',
  ].join('\n')
}

/** A family as source; a pattern is the only value in it that JSON cannot say. */
function literalOf(family) {
  const members = Object.entries(family).map(([name, value]) => {
    return `${name}: ${value instanceof RegExp ? String(value) : JSON.stringify(value)}`
  })
  return `{ ${members.join(', ')} }`
}

function writeChanged(path, text) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  writeFileSync(path, text)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const isDone = process.argv.includes('--if-missing') && existsSync(LIST) && existsSync(FAMILIES)
  if (!isDone) await generate()
}
