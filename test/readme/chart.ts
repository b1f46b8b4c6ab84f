/**
 * The chart of a turn as Mermaid, made from the machine itself: the steps as boxes, the ways between them with the guards
 * that open them. States inside a step are not shown, and all states that wait for a human are one box, `rest`.
 *
 * `npx tsx test/readme/chart.ts --write` puts it into docs/architecture.md between its two marks.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate'
import { turnMachine } from '../../machines/turn.ts'

/** Where the chart stands in docs/architecture.md. */
export const CHART_BEGIN = '<!-- chart:begin -->'
/** See `CHART_BEGIN`. */
export const CHART_END = '<!-- chart:end -->'

/** Labels longer than this many reasons say how many more there are. */
const MOST_REASONS = 4

/** `settledUse` as `settled use`. */
const inWords = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

const below = (node: AnyStateNode): AnyStateNode[] => [
  node,
  ...Object.values(node.states).flatMap((inner: AnyStateNode) => below(inner)),
]

/** The box a state stands in: its step, or `rest`. */
function boxOf(node: AnyStateNode): string {
  const step = node.path[0] ?? ''
  return node.tags.includes('rest') || step === 'resting' ? 'rest' : step
}

/** What a transition is called by: its event, else its guard, else the state inside the step that it leaves. */
function reasonOf(transition: AnyTransitionDefinition): string {
  const { guard, source } = transition
  const eventType = String(transition.eventType)
  if (eventType !== '' && !eventType.startsWith('xstate.')) return eventType
  if (typeof guard === 'string') return inWords(guard)
  if ((source.always?.length ?? 0) > 1) return 'otherwise'
  return source.path.length > 1 ? inWords(source.path.at(-1) ?? '') : ''
}

/** The states that wait for a human: `collect inline (waiting, offered)`. */
function rests(): string {
  const steps = Object.values(turnMachine.root.states).map((node: AnyStateNode) => {
    const names = below(node)
      .filter((state) => state.tags.includes('rest'))
      .map((state) => inWords(state.path.slice(1).join('.')))
    if (names.length === 0) return ''
    return names[0] === '' ? node.key : `${inWords(node.key)} (${names.join(', ')})`
  })
  return steps.filter((text) => text !== '').join(', ')
}

/** The ways from step to step, each with its reasons in the order of the chart. */
function waysBetweenSteps(): Map<string, string[]> {
  const ways = new Map<string, string[]>()
  for (const state of below(turnMachine.root).slice(1)) {
    const transitions = [...[...state.transitions.values()].flat(), ...(state.always ?? [])]
    for (const transition of transitions) {
      const target = transition.target?.[0]
      if (target === undefined) continue
      const [from, to] = [boxOf(state), boxOf(target)]
      // Any step can fail; drawing each would hide the others. Which rest state it is follows from the open question.
      if (from === to || to === 'failed' || state.key === 'resting') continue
      const way = `${from} --> ${to}`
      const reason = reasonOf(transition)
      const reasons = ways.get(way) ?? []
      if (reason !== '' && !reasons.includes(reason)) reasons.push(reason)
      ways.set(way, reasons)
    }
  }
  return ways
}

function label(reasons: string[]): string {
  if (reasons.length === 0) return ''
  const more = reasons.length - MOST_REASONS
  const shown = reasons.slice(0, MOST_REASONS).join(', ').replaceAll('.', ' ')
  return more > 0 ? `: ${shown}, ${more} more` : `: ${shown}`
}

/** The chart as a Mermaid state diagram, fences included. */
export function mermaidChart(): string {
  const ways = [...waysBetweenSteps()].map(([way, reasons]) => `  ${way}${label(reasons)}`)
  return [
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> rest',
    ...ways,
    `  note left of rest: ${rests()}`,
    '```',
  ].join('\n')
}

/** The chart that stands in a document; nothing when its marks are missing or out of order. */
export function chartIn(readme: string): string | undefined {
  const begin = readme.indexOf(CHART_BEGIN)
  const end = readme.indexOf(CHART_END)
  return begin < 0 || end < begin ? undefined : readme.slice(begin + CHART_BEGIN.length, end).trim()
}

/**
 * A document with today's chart in it.
 *
 * @throws Error when the two marks are missing.
 */
export function withChart(readme: string): string {
  if (chartIn(readme) === undefined)
    throw new Error(`The document has no place for the chart. Put ${CHART_BEGIN} and ${CHART_END} into it.`)
  const before = readme.slice(0, readme.indexOf(CHART_BEGIN) + CHART_BEGIN.length)
  const after = readme.slice(readme.indexOf(CHART_END))
  return `${before}\n\n${mermaidChart()}\n\n${after}`
}

const run = process.argv[1]
if (run !== undefined && import.meta.url === pathToFileURL(run).href) {
  if (process.argv.includes('--write')) {
    const file = new URL('../../docs/architecture.md', import.meta.url)
    writeFileSync(file, withChart(readFileSync(file, 'utf8')))
  } else process.stdout.write(`${mermaidChart()}\n`)
}
