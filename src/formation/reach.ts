/**
 * Where the words of a command line and of variables lead: into the store, to a folder around it, or where reading cannot tell.
 *
 * Shells are not interpreted: every word that may be a path is looked at, wherever it stands, and one too many is refused rather than one
 * too few.
 */
import { homedir } from 'node:os'
import { isAbsolute, resolve } from 'node:path'
import { textWithMarks, withoutQuotes, wordsOf } from './command-words.ts'
import type { CommandServer, ServerDefinition, Template } from './formation.ts'
import { FormationError } from './problems.ts'
import { faultOfWorkingFolder, holds, holdsPrivatePath, type Disk } from './working-folder.ts'

/** What words are read against. */
export interface Surroundings {
  /** The formation's folder, absolute. */
  readonly directory: string
  /** Where the server works; absent: in a private folder, from which no relative path leads to ours. */
  readonly cwd: string | undefined
  readonly disk: Disk
  /** The store and the key files. */
  readonly privatePaths: readonly string[]
}

/** `store`: the store or a key itself; `work`: it works beside them; `around`: a folder that holds them; `unread`: nobody can tell. */
export type ReachKind = 'store' | 'work' | 'around' | 'unread'

/** Something that leads where no tool of a server should be. */
export interface Reach {
  readonly template: Template
  readonly message: string
  /** Whether a formation with it is refused; otherwise it is warned of. */
  readonly isRefused: boolean
}

/** What is said of each, the gravest first. */
const MESSAGES: Readonly<Record<ReachKind, string>> = {
  store: 'names the store or a key of Keyturn, which no server may be given; name a folder of its own.',
  work: 'goes to a folder that holds, or lies in, the store and keys of Keyturn; name a folder of its own.',
  around: 'This folder holds the store and keys of Keyturn; a server that shows it to its tools shows those.',
  unread: 'Which folder this goes to cannot be read here; give it in cwd, which is checked.',
}

const KINDS: readonly ReachKind[] = ['store', 'work', 'around', 'unread']

/** Everything in the texts of one command line, in their order, that leads to the store; of each text the gravest. */
function reachOf(templates: readonly Template[], surroundings: Surroundings): Reach[] {
  const { directory, cwd, disk, privatePaths } = surroundings
  const folders = cwd === undefined ? [] : [cwd]
  const texts = templates.map(textWithMarks)
  let isGoing = false
  return templates.flatMap((template, index) => {
    const kinds = new Set<ReachKind>()
    const look = (word: string): void => {
      const paths = pathsOf(word, [directory, ...folders])
      if (paths.some((path) => isPrivate(path, privatePaths, disk))) kinds.add('store')
      const seen = LOOKS_LIKE_PATH.test(word) ? pathsOf(word, folders) : []
      if (seen.some((path) => holdsPrivatePath(path, privatePaths, disk))) kinds.add('around')
    }
    const goTo = (word: string): void => {
      const goals = pathsOf(word, folders)
      if (FILLED_IN.test(word) || word === '-') kinds.add('unread')
      if (goals.some((goal) => faultOfWorkingFolder(goal, privatePaths, disk) !== undefined))
        kinds.add('work')
      folders.push(...goals)
    }
    // What stands in backticks, only a shell can tell.
    const text = textWithMarks(template).replaceAll('`', ' $ ')
    const wasGoing = isGoing
    look(text)
    for (const spelling of new Set([text, withoutQuotes(text)])) {
      isGoing = wasGoing
      for (const word of wordsOf(spelling)) {
        const glued = GLUED.exec(word)?.[1]
        if (glued !== undefined) goTo(glued)
        else if (isGoing && !OPTION.test(word)) goTo(word)
        look(glued ?? word)
        isGoing = GOES.test(word) || (isGoing && OPTION.test(word))
      }
    }
    // Where npm takes packages from, it shows to nobody.
    if (index > 0 && texts[index - 1] === '--prefix') kinds.delete('around')
    const kind = KINDS.find((one) => kinds.has(one))
    if (kind === undefined) return []
    return [{ template, message: MESSAGES[kind], isRefused: kind === 'store' || kind === 'work' }]
  })
}

/**
 * Passes servers that work in no folder with the given files, and are given none, which may lie elsewhere than the formation says.
 *
 * @throws FormationError `CONFIGURATION_INVALID`.
 */
export function checkReach(
  servers: readonly ServerDefinition[],
  { directory, disk, privatePaths }: Omit<Surroundings, 'cwd'>,
): void {
  const programs = servers.filter((server) => server.type === 'command')
  const problems = programs.flatMap((server) => {
    const { file, cwd } = server
    const fault = cwd === undefined ? undefined : faultOfWorkingFolder(cwd, privatePaths, disk)
    const folder =
      fault === undefined
        ? []
        : [{ place: { file, line: 1, field: 'cwd' }, message: fault, nearest: undefined }]
    const words = reachOfServer(server, { directory, cwd, disk, privatePaths })
    const refused = words.filter(({ isRefused }) => isRefused)
    return [
      ...folder,
      ...refused.map(({ template: { place }, message }) => ({ place, message, nearest: undefined })),
    ]
  })
  if (problems.length > 0) throw new FormationError(problems, problems.length)
}

/** Of the command line as one, and of each variable. */
export function reachOfServer(
  { command, args, env, auth }: Pick<CommandServer, 'command' | 'args' | 'env' | 'auth'>,
  surroundings: Surroundings,
): Reach[] {
  const variables = [...Object.values(env), ...Object.values(auth?.values ?? {})]
  return [[command, ...args], ...variables.map((one) => [one])].flatMap((templates) =>
    reachOf(templates, surroundings),
  )
}

/** What changes the folder: of shells, of `env` and of others (`-C`, `--chdir`), of languages (`os.chdir`). */
const GOES =
  /^(?:cd|pushd|chdir|(?:set|push)-location|-C|--(?:chdir|cwd|directory|working-dir(?:ectory)?)|.*\.chdir)$/i

/** `-C..`, which `env`, `git` and `make` take. */
const GLUED = /^-C(.+)$/s

/** What may stand between such a word and its folder: `cd -P`, `cd /d`. */
const OPTION = /^(?:-.+|\/d)$/is

const LOOKS_LIKE_PATH = /^[.~]|[\\/]/

/** What only a shell fills in, from there on. */
const FILLED_IN = /[$%`*?{].*$/s

/** What a word names from each of the folders; nothing where it is filled in from its beginning. */
function pathsOf(word: string, folders: readonly string[]): string[] {
  const known = FILLED_IN.test(word) ? word.replace(FILLED_IN, '').replace(/[^\\/]+$/, '') : word
  const spellings = new Set([known, decoded(word)].filter((one) => one !== ''))
  return [...spellings].flatMap((spelling) => {
    const path = spelling.replace(/^~(?=[\\/]|$)/, homedir())
    return isAbsolute(path) ? [resolve(path)] : folders.map((folder) => resolve(folder, path))
  })
}

/** As the path of a `file:` address is written. */
function decoded(word: string): string {
  if (!/%[0-9a-f]{2}/i.test(word)) return ''
  try {
    return decodeURIComponent(word)
  } catch {
    return ''
  }
}

function isPrivate(path: string, privatePaths: readonly string[], disk: Disk): boolean {
  const real = disk.realPath(path)
  return privatePaths.some((one) => holds(one, path) || holds(disk.realPath(one), real))
}
