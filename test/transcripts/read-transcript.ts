/**
 * Reads a conversation as people would write it down.
 *
 * A line begins with who speaks; deeper lines go on with the answer. `{token of NAME}` is a token of that account,
 * `{unknown token}` one that GitHub does not know, `{slack token}` one of Slack's, `{half of NAME}` the beginning of one; all are made
 * when the transcript is played. `Also: desk` adds a service with user name and password that nobody can be asked about, `Also: slack`
 * Slack.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One thing that happens. `said`: progress words on the way to the answer. `elsewhere`: a credential is added outside the chat. */
export interface Step {
  readonly kind: 'user' | 'said' | 'agent' | 'elsewhere'
  readonly text: string
  readonly line: number
}

/** A conversation and what is true before it. */
export interface Transcript {
  readonly name: string
  readonly title: string
  readonly given: readonly { readonly account: string; readonly label: string | undefined }[]
  readonly revoked: readonly string[]
  readonly mode: string | undefined
  readonly redirect: string | undefined
  readonly transport: string
  /** Services besides GitHub. */
  readonly also: readonly string[]
  readonly steps: readonly Step[]
}

const LINE = /^(User|Said|Agent|Elsewhere|Given|Revoked|Mode|Redirect|Transport|Also):\s+(.*)$/
const INDENT = '       '

/** Every transcript of this folder. */
export function readTranscripts(): Transcript[] {
  return readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => readTranscript(name, readFileSync(join(import.meta.dirname, name), 'utf8')))
}

/** One transcript; a line that is not understood is an error that names it. */
export function readTranscript(name: string, text: string): Transcript {
  const facts = new Map<string, string[]>()
  const steps: { kind: Step['kind']; text: string; line: number }[] = []
  const lines = text.trimEnd().split('\n')
  for (const [index, line] of lines.entries()) {
    const match = LINE.exec(line)
    const last = steps.at(-1)
    if (match !== null) {
      const [, key = '', rest = ''] = match
      const kind = key.toLowerCase()
      if (kind === 'user' || kind === 'said' || kind === 'agent' || kind === 'elsewhere') {
        steps.push({ kind, text: rest, line: index + 1 })
      } else facts.set(kind, [...(facts.get(kind) ?? []), rest])
    } else if (line.startsWith(INDENT) && last !== undefined) last.text += `\n${line.slice(INDENT.length)}`
    else if (line !== '' && !line.startsWith('#'))
      throw new Error(`${name}:${index + 1} is no line of a transcript.`)
  }
  const given = (facts.get('given') ?? []).map((entry) => {
    const parts = /^(\S+)(?: \((.+)\))?$/.exec(entry)
    return { account: parts?.[1] ?? entry, label: parts?.[2] }
  })
  return {
    name,
    title: (lines[0] ?? '').replace(/^# /, ''),
    given,
    revoked: facts.get('revoked') ?? [],
    mode: facts.get('mode')?.[0],
    redirect: facts.get('redirect')?.[0],
    transport: facts.get('transport')?.[0] ?? 'terminal',
    also: facts.get('also') ?? [],
    steps,
  }
}
