/** Reads the texts of a server's file that may hold placeholders. */
import { z } from 'zod'
import { foreignPlaceholder, type PlaceholderContext } from './foreign-placeholder.ts'
import type { Template } from './formation.ts'
import type { Problems } from './problems.ts'
import { hasPart, parseTemplate } from './template.ts'
import type { YamlFile } from './yaml/file.ts'
import type { FieldPath } from './yaml/values.ts'

/** A text without zero bytes, or a number or truth value that stands for its own spelling (`PORT: 8080`). */
export const configuredText = z.union([z.string().regex(/^[^\0]+$/), z.number(), z.boolean()])

/** A name an environment variable can have (POSIX.1-2017 §8.1, lower case allowed). */
export const ENVIRONMENT_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/

/** Variables by which whoever chooses the value chooses what code runs. */
const STEERING_NAME =
  /^(?:PATH|NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|LD_.*|DYLD_.*|PYTHON(?:PATH|HOME|STARTUP)|BASH_ENV|ENV|PERL5OPT|PERL5LIB|RUBYOPT|JAVA_TOOL_OPTIONS|GIT_SSH.*|npm_config_.*|HTTPS?_PROXY|ALL_PROXY)$/i

/** Reads a checked value as a template; nothing when it is none, or holds a placeholder of another tool, which is then noted. */
export function readTemplate(
  file: YamlFile,
  path: FieldPath,
  value: string | number | boolean,
  context: PlaceholderContext,
  problems: Problems,
): Template | undefined {
  const text = typeof value === 'string' ? value : (file.sourceOf(path) ?? String(value))
  const place = file.placeOf(path)
  const result = parseTemplate(text, place)
  if (!result.ok) {
    problems.add(place, result.message)
    return undefined
  }
  const { parts } = result.template
  const plain = parts.map((part) => (part.kind === 'text' ? part.text() : '')).join('')
  const foreign = foreignPlaceholder(plain, context)
  if (foreign === undefined) return result.template
  problems.add(place, describeForeign(foreign, context, String(path.at(-1) ?? '')))
  return undefined
}

function describeForeign(shown: string, context: PlaceholderContext, field: string): string {
  const name = ENVIRONMENT_NAME.test(field) && field === field.toUpperCase() ? field : undefined
  const user = `\${{ user.credentials.${name ?? 'SERVICE'} }}`
  const shared = `\${{ secrets.${name ?? 'NAME'} }}`
  const instead =
    context === 'auth'
      ? `write "${user}"`
      : context === 'env'
        ? `write "${user}" for what each user gives, "${shared}" for what all share`
        : 'write the value out, or give it in env'
  return `holds a placeholder of another tool (${shown}), which is not filled in here; ${instead}.`
}

/** Reads a block of environment variables; a user's credential never steers what code runs. */
export function readEnvironment(
  file: YamlFile,
  path: FieldPath,
  block: Readonly<Record<string, string | number | boolean>>,
  problems: Problems,
): Record<string, Template> {
  const templates: Record<string, Template> = {}
  for (const [name, value] of Object.entries(block)) {
    const at = [...path, name]
    if (!ENVIRONMENT_NAME.test(name)) {
      problems.add(file.placeOf(at), 'is no name of an environment variable.')
      continue
    }
    const template = readTemplate(file, at, value, path[0] === 'auth' ? 'auth' : 'env', problems)
    if (template === undefined) continue
    if (STEERING_NAME.test(name) && hasPart(template, 'credential')) {
      problems.add(file.placeOf(at), "decides what code runs and cannot hold a user's credential.")
    }
    templates[name] = template
  }
  return templates
}
