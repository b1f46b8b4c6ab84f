/**
 * Which program a server is, with its arguments. The server does not start in the formation's folder, where its file tools would find the
 * key, so what the formation names by a path in that folder is named in full.
 */
import { existsSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import type { ServerDefinition, Template } from '../formation/formation.ts'

/** A program that looks for packages in the project around its working directory (npm: `npx`, `npm exec`). */
const SEARCHES_PROJECT = /^(?:npx|npm)(?:\.cmd|\.exe)?$/i

/** Command and arguments with their placeholders filled in by `resolve`. */
export function planProgram(
  server: ServerDefinition,
  resolve: (template: Template) => string,
): { readonly command: string; readonly args: readonly string[] } {
  const command = resolve(server.command)
  const args = server.args.map(resolve)
  // Whoever names a working directory gets paths as they are from there.
  if (server.cwd !== undefined) return { command, args }
  const project = SEARCHES_PROJECT.test(basename(command)) ? findProject(server.directory) : undefined
  return {
    command: isPath(command) ? inFolder(server.directory, command) : command,
    args: [
      ...(project === undefined ? [] : ['--prefix', project]),
      ...args.map((argument) => inFolder(server.directory, argument)),
    ],
  }
}

function isPath(text: string): boolean {
  return /[\\/]/.test(text)
}

/** The full name of a file of the folder; any other text as it is. */
function inFolder(folder: string, text: string): string {
  if (text === '' || text.startsWith('-') || isAbsolute(text)) return text
  const path = join(folder, text)
  return existsSync(path) ? path : text
}

/** The folder around the formation that npm would take for the project: the nearest with a manifest or with packages. */
function findProject(folder: string): string | undefined {
  if (existsSync(join(folder, 'package.json')) || existsSync(join(folder, 'node_modules'))) return folder
  const above = dirname(folder)
  return above === folder ? undefined : findProject(above)
}
