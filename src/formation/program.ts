/** Reads how a server is started: its command, its arguments, and the folder it works in. */
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { configuredText, readTemplate } from './configured-text.ts'
import type { CommandServer, Place, Template } from './formation.ts'
import type { ServerContext } from './server-context.ts'
import { hasPart, plainPart, plainText } from './template.ts'
import {
  argumentBesideFormation,
  besideFormation,
  faultOfFormationFolder,
  faultOfWorkingFolder,
  type Disk,
} from './working-folder.ts'
import type { YamlFile } from './yaml/file.ts'
import type { FieldPath } from './yaml/values.ts'

const MOST_ARGUMENTS = 200

/** The fields, for the schema of a server's file. */
export const PROGRAM_FIELDS = {
  command: configuredText,
  args: z.array(configuredText).max(MOST_ARGUMENTS).nullish(),
  cwd: z.string().min(1).optional(),
} as const

interface ProgramBlock {
  readonly command: string | number | boolean
  readonly args?: readonly (string | number | boolean)[] | null | undefined
  readonly cwd?: string | undefined
}

/** Reads the fields; nothing without a command that is one. Problems are noted. */
export function readProgram(
  file: YamlFile,
  block: ProgramBlock,
  context: ServerContext,
): Pick<CommandServer, 'command' | 'args' | 'cwd'> | undefined {
  const { directory, disk } = context
  const command = readArgument(file, ['command'], block.command, context)
  const args = (block.args ?? [])
    .map((value, index) => readArgument(file, ['args', index], value, context))
    .filter((template) => template !== undefined)
  const cwd = readWorkingFolder(file, block.cwd, context)
  if (command === undefined) return undefined
  if (cwd !== undefined) return { command, args, cwd }
  const resolved = args.map((argument) => argumentBesideFormation(directory, argument, disk))
  const project = SEARCHES_PROJECT.test(plainText(command) ?? '') ? findProject(directory, disk) : undefined
  const prefix = project === undefined ? [] : ['--prefix', project].map((text) => plain(text, command.place))
  return { command: besideFormation(directory, command, disk), args: [...prefix, ...resolved], cwd }
}

/** Programs that look for packages in the project around the folder they are started in, which is an empty one here (npm: `npx`). */
const SEARCHES_PROJECT = /^(?:npx|npm)(?:\.cmd|\.exe)?$/i

/** The folder around the formation that npm would take for the project: the nearest with a manifest or with packages. */
function findProject(folder: string, disk: Disk): string | undefined {
  if (disk.kindOf(join(folder, 'package.json')) === 'file') return folder
  if (disk.kindOf(join(folder, 'node_modules')) === 'folder') return folder
  const above = dirname(folder)
  return above === folder ? undefined : findProject(above, disk)
}

const plain = (text: string, place: Place): Template => ({ parts: [plainPart(text)], place })

const UNSURE =
  'This folder holds too much to look through; make sure that no link in it leads to the store or keys of Keyturn.'

function readWorkingFolder(
  file: YamlFile,
  cwd: string | undefined,
  { directory, disk, privatePaths, problems, warnings }: ServerContext,
): string | undefined {
  if (cwd === undefined) return undefined
  const path = resolve(directory, cwd)
  const fault = cwd.includes('${{')
    ? 'cannot hold placeholders.'
    : (faultOfWorkingFolder(path, privatePaths, disk) ?? faultOfFormationFolder(path, directory, disk))
  if (fault !== undefined) problems.add(file.placeOf(['cwd']), fault)
  else if (disk.leadsTo(path, privatePaths) === 'unsure') warnings.add(file.placeOf(['cwd']), UNSURE)
  return path
}

/** What other users of the machine can read never holds a user's credential. */
function readArgument(
  file: YamlFile,
  path: FieldPath,
  value: string | number | boolean,
  { problems, warnings }: ServerContext,
): Template | undefined {
  const template = readTemplate(file, path, value, 'argument', problems)
  if (template === undefined) return undefined
  const place = file.placeOf(path)
  if (hasPart(template, 'credential')) {
    problems.add(
      place,
      "is readable by others on the machine and cannot hold a user's credential; use auth or env.",
    )
  } else if (hasPart(template, 'secret')) {
    warnings.add(place, 'A secret in a command line is readable by others on the machine; use env.')
  }
  return template
}
