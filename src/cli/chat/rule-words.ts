/** Words of a message and of a tool's name, brought to one form so that they can be compared. */

/** What people say for what tools call themselves. */
const SAME: Readonly<Record<string, string>> = {
  show: 'list',
  display: 'list',
  get: 'list',
  fetch: 'list',
  find: 'list',
  search: 'list',
  see: 'list',
  read: 'list',
  add: 'create',
  make: 'create',
  open: 'create',
  new: 'create',
  write: 'create',
  remove: 'delete',
  change: 'update',
  edit: 'update',
  repo: 'repository',
  pr: 'pull',
  prs: 'pull',
  request: 'pull',
}

const VERBS: ReadonlySet<string> = new Set([
  'list',
  'create',
  'delete',
  'update',
  'check',
  'call',
  'run',
  'push',
])

const FILLERS: ReadonlySet<string> = new Set(
  'a an the my me mine our of in on at to for from with and or please can could you i is are what which all any about this that it do does have has be will would'.split(
    ' ',
  ),
)

/** The words of a text that say something: lower case, singular, synonyms made one. */
export function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((word) => !FILLERS.has(word))
    .map((word) => SAME[word] ?? singular(word))
    .map((word) => SAME[word] ?? word)
}

/** The words of a tool's name, `listIssues` or `list_issues`. */
export function wordsOfName(name: string): string[] {
  return wordsOf(name.replace(/([a-z])([A-Z])/g, '$1 $2'))
}

/** Whether a word, in the form of `wordsOf`, only says what to do. */
export function isVerb(word: string): boolean {
  return VERBS.has(word)
}

/** Whether a word as it was typed says nothing by itself. */
export function isFiller(word: string): boolean {
  return FILLERS.has(word.toLowerCase())
}

function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}
