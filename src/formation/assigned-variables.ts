/**
 * Finds what a command line itself sets: `env NAME=x server`, `sh -c "NAME=x exec server"`, `docker run -e NAME=x image`.
 *
 * Nothing is interpreted: every place counts where one of the names is given a value by a shell, a program or a language, in whichever
 * quotes. What a program does by itself cannot be read here.
 */
import { textWithMarks, withoutQuotes } from './command-words.ts'
import type { Template } from './formation.ts'

/** A text of the command line that sets a variable, or may set any: from a file, or from what another program writes out. */
export interface Assignment {
  readonly template: Template
  readonly name: string | undefined
}

/**
 * The assignments to any of these variables, at most one for each text of the line.
 *
 * @param aliasesOf the variables that hold the same as one, itself among them: `NAME=$ALIAS` passes a user's own on
 */
export function assignmentsIn(
  line: readonly Template[],
  names: readonly string[],
  aliasesOf: (name: string) => readonly string[],
): Assignment[] {
  if (names.length === 0) return []
  const found = new Map<Template, Assignment>()
  const texts = line.map(textWithMarks)
  for (const spelling of [texts, texts.map(withoutQuotes)]) {
    const joined = spelling.join('\n')
    const note = (end: number, name: string | undefined): void => {
      const template = line[indexOfText(spelling, end - 1)]
      if (template !== undefined && !found.has(template)) found.set(template, { template, name })
    }
    for (const name of names) {
      for (const match of joined.matchAll(settingOf(name))) {
        const end = match.index + match[0].length
        if (!isPassedOn(joined.slice(end), aliasesOf(name))) note(end, name)
      }
    }
    for (const { index, 0: match } of joined.matchAll(FROM_ELSEWHERE)) note(index + match.length, undefined)
  }
  return [...found.values()]
}

/** What gives a variable its value, or takes it away, by words before its name. */
const VERBS = [
  String.raw`set(?:env|x)?(?:\s+-\w+)*`,
  String.raw`(?:set|new|remove|clear)-(?:item|content)(?:\s+-\w+)*`,
  'SetEnvironmentVariable',
  String.raw`\w*\.?(?:putenv|setenv|unsetenv|pop|setdefault|delete_?env)`,
  String.raw`printf\s+-v`,
  String.raw`(?:read|mapfile|readarray|unset)(?:\s+-\w+)*`,
  String.raw`export\s+-n`,
  'delete',
  'target=',
  String.raw`(?<!\w)-u|--unset`,
].join('|')

/** Where a name is set: `NAME=`, `NAME ||=`, `"NAME": `, `${NAME:-`, `setenv NAME`, `-u NAME`. A comparison is none. */
function settingOf(name: string): RegExp {
  const start = String.raw`(?:^|[^\w$]|(?<![\w-])-[eE])`
  const assigned = String.raw`${start}${name}["'\`\])}]*\s*(?:(?:[+:?]|\?\?|\|\|)?=(?![=~])|\?\?|\|\|)`
  const stood = String.raw`\$\{${name}:?[-=+]`
  const entry = String.raw`["'{,\s]${name}["']?\s*:\s*(?=["'\w$])`
  const spoken = String.raw`(?:^|[^\w-]|(?=-))(?:${VERBS})[\s("'=,\[]*(?:(?:\$?env|process\.env)[:.])?${name}(?!\w)`
  return new RegExp([assigned, stood, entry, spoken].join('|'), 'gim')
}

/** Variables out of files and of other programs, which nobody reads here. */
const FROM_ELSEWHERE = new RegExp(
  [
    String.raw`(?<![\w-])--?env-?file(?:-if-exists)?(?![\w-])`,
    String.raw`(?<![\w./-])(?:dotenv(?:-cli|x)?|env-cmd|direnv|(?:s6-)?envdir|envchain|envconsul|vault-env)(?![\w-])`,
    // Managers of secrets, which start a program with what they keep.
    String.raw`(?<![\w.-])(?:op|doppler|infisical|teller|phase)\s+run(?![\w-])`,
    String.raw`(?<![\w.-])(?:chamber|berglas|aws-vault|mise)\s+(?:exec|x)(?![\w-])`,
    String.raw`(?<![\w.-])(?:sops\s+exec-env|chpst\s(?:[^\n]*\s)?-e|EnvironmentFile=)`,
    String.raw`(?<![\w-])set\s+(?:-a|-o\s+allexport)(?![\w-])`,
    String.raw`(?:^|[\s;&|])(?:source|\.)\s+(?:[^\s;&|]*\/)?\.env[\w.-]*`,
    String.raw`(?<![\w-])(?:env|export|eval)(?:\s+-[\w-]+)*\s+["']?(?:\$\(|\x60)`,
  ].join('|'),
  'gim',
)

/** Whether the value is another variable that holds the same, and nothing else. */
function isPassedOn(value: string, aliases: readonly string[]): boolean {
  const names = aliases.join('|')
  const forms = [
    String.raw`\$\{(?:${names})\}`,
    String.raw`\$(?:env:)?(?:${names})(?!\w)`,
    `%(?:${names})%`,
    String.raw`process\.env\.(?:${names})(?!\w)`,
  ]
  return new RegExp(String.raw`^\s*["']?(?:${forms.join('|')})(?=["'\s;&|)},]|$)`, 'i').test(value)
}

/** In which of the texts, a line break between them, a position is. */
function indexOfText(texts: readonly string[], position: number): number {
  let end = 0
  return texts.findIndex((text) => (end += text.length + 1) > position)
}
