/** Reads a formation out of the texts of its files. */
import type { Formation } from './formation.ts'
import { usualVariables, variableProblems, type VariablesOf } from './injected-names.ts'
import { nearestName } from './nearest-name.ts'
import { Problems, showName, Warnings } from './problems.ts'
import { readServer, type ReadServer } from './server.ts'
import type { ServerContext } from './server-context.ts'
import { collectServiceUses } from './service-uses.ts'
import { readSettings } from './settings.ts'
import { warnOfServices, warnOfSettings } from './warnings.ts'
import { NO_DISK, privatePaths, type Disk } from './working-folder.ts'
import { MAX_FILE_BYTES, parseYamlFile, type YamlFile } from './yaml/file.ts'

/** The texts of a formation: names relative to its folder (`formation.afs`, `mcp/github.afs`). */
export interface FormationSource {
  readonly files: Readonly<Record<string, string>>
  /** The formation's folder, absolute; relative `cwd`s are taken from it. */
  readonly directory: string
  /** Which of the files is the formation's own; default `formation.afs`. */
  readonly mainFile?: string | undefined
  /** The variables in which the tools of services read a token; default: `ACME_TOKEN` of `acme`. */
  readonly variablesOf?: VariablesOf | undefined
  /** What is beside the texts on the disk; default: nothing. */
  readonly disk?: Disk | undefined
  /** The prompts there are to replace; left out, any name passes. */
  readonly promptKeys?: readonly string[] | undefined
  /** Lets `credential` blocks name this machine. For development; default false. */
  readonly allowLoopback?: boolean | undefined
}

/** The file every formation has. */
export const FORMATION_FILE = 'formation.afs'

const SERVER_FILE = /^mcp\/[^/]+\.afs$/

/**
 * Reads and checks a formation. Pure: no file is read, no secret is looked up. Files of other names are passed over.
 *
 * @throws FormationError `CONFIGURATION_INVALID` with every problem of every file.
 */
export function parseFormation(source: FormationSource): Formation {
  const problems = new Problems()
  const formation = tryParseFormation(source, problems)
  problems.throwIfAny()
  if (formation === undefined) throw new TypeError('a formation without problems was not read')
  return formation
}

/** As `parseFormation`, adding to problems that were found before. */
export function tryParseFormation(source: FormationSource, problems: Problems): Formation | undefined {
  const { files, directory } = source
  const warnings = new Warnings()
  const mainName = source.mainFile ?? FORMATION_FILE
  const main = Object.hasOwn(files, mainName) ? files[mainName] : undefined
  if (main === undefined) {
    const nearest = nearestName(mainName, Object.keys(files).map(showName))
    const hint = nearest === undefined ? 'is missing.' : `is missing; there is ${nearest}.`
    problems.add({ file: showName(mainName), line: 1, field: '' }, hint)
  }
  const mainFile = main === undefined ? undefined : parseText(mainName, main, problems)
  const settings =
    mainFile === undefined ? undefined : readSettings(mainFile, source.promptKeys, problems, warnings)
  const context: ServerContext = {
    directory,
    disk: source.disk ?? NO_DISK,
    privatePaths: privatePaths(directory, settings?.encryption),
    allowLoopback: source.allowLoopback ?? false,
    problems,
    warnings,
  }
  const servers = readServers(files, context)
  const services = collectServiceUses(servers, problems)
  const definitions = servers.map(({ definition }) => definition)
  for (const { place, message } of variableProblems(
    definitions,
    services,
    source.variablesOf ?? usualVariables,
  ))
    problems.add(place, message)
  if (settings === undefined || mainFile === undefined || problems.count > 0) return undefined
  warnOfSettings(settings, mainFile, warnings)
  warnOfServices(settings, servers, services, warnings)
  return {
    ...settings,
    directory,
    servers: definitions,
    services,
    warnings: warnings.list,
  }
}

function readServers(files: Readonly<Record<string, string>>, context: ServerContext): ReadServer[] {
  const servers = new Map<string, ReadServer>()
  for (const name of Object.keys(files).sort()) {
    const text = files[name]
    if (text === undefined || !SERVER_FILE.test(name)) continue
    const file = parseText(name, text, context.problems)
    const server = file === undefined ? undefined : readServer(file, context)
    if (server === undefined) continue
    const { id } = server.definition
    const namesake = servers.get(id)
    if (namesake === undefined) servers.set(id, server)
    else {
      const message = `is the id of ${namesake.file.name} too; every server needs its own.`
      context.problems.add(server.file.placeOf(['id']), message)
    }
  }
  return [...servers.values()]
}

function parseText(name: string, text: string, problems: Problems): YamlFile | undefined {
  const bytes = Buffer.byteLength(text, 'utf8')
  if (bytes <= MAX_FILE_BYTES) return parseYamlFile(name, text, problems)
  problems.add({ file: showName(name), line: 1, field: '' }, describeSize(bytes))
  return undefined
}

/** Says that a file is too large, and how large it is. */
export function describeSize(bytes: number): string {
  return `the file has ${bytes} bytes; at most ${MAX_FILE_BYTES} are read.`
}
