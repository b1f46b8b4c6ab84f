/** Checks the `schema` field that every `.afs` file may begin with. */
import type { Problems } from './problems.ts'
import type { YamlFile } from './yaml/file.ts'

/** Notes a problem for a `schema` that is not one of version 1; a file without one is taken as version 1. */
export function checkSchemaVersion(file: YamlFile, problems: Problems): void {
  const schema = file.root['schema']
  if (schema === undefined) return
  const version = typeof schema === 'number' ? file.sourceOf(['schema']) : schema
  if (typeof version === 'string' && /^1(?:\.\d{1,5}){0,2}$/.test(version)) return
  problems.add(file.placeOf(['schema']), 'must be "1.0.0", the version this release reads.')
}
