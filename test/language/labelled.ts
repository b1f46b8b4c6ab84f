/**
 * The labelled messages of `labelled/*.txt`: what people say, in which situation, and what it means.
 *
 * A line is `expected | message`; `/` parts what is right as well. `[question words]` begins a situation: `newcomer` has no
 * account, `spoken` has just spoken of muxi-ai, `both` offers both accounts for removal, `disarmed` has said something else since.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KnownAccount, KnownService, Reading, Situation } from '../../src/language/reading.ts'

/** One labelled message. */
export interface Labelled {
  readonly language: string
  /** File and line, for reports. */
  readonly place: string
  readonly section: string
  readonly expected: readonly string[]
  readonly text: string
  readonly situation: Situation
  /** Belongs to the third that nothing was tuned on. */
  readonly isHeldOut: boolean
}

const account = (id: string, service: string, label: string | null): KnownAccount => ({
  id,
  service,
  name: id,
  label,
  isUsed: false,
})

/** The accounts of the person who speaks. */
export const ACCOUNTS = {
  ranaroussi: account('ranaroussi', 'github', 'personal'),
  muxi: account('muxi-ai', 'github', 'work'),
  acme: account('acme-corp', 'slack', null),
} as const

/** The eight services of the formation. */
export const SERVICES: readonly KnownService[] = [
  { id: 'github', words: ['github', 'gh'] },
  { id: 'slack', words: ['slack'] },
  { id: 'notion', words: ['notion'] },
  { id: 'linear', words: ['linear'] },
  { id: 'jira', words: ['jira'] },
  { id: 'stripe', words: ['stripe'] },
  { id: 'google', words: ['google'] },
  { id: 'openai', words: ['openai', 'open ai'] },
]

const OWN: readonly KnownAccount[] = Object.values(ACCOUNTS)

/** A situation in which nothing is open. */
export const NOTHING_OPEN: Situation = {
  question: 'none',
  armed: false,
  service: null,
  offered: [],
  accounts: OWN,
  spoken: null,
  language: null,
}

const QUESTIONS: Readonly<Record<string, Partial<Situation>>> = {
  nothing: {},
  told: { question: 'none', armed: true, spoken: { service: 'github', accounts: ['muxi-ai'] } },
  service: { question: 'service' },
  account: { question: 'account', service: 'github', offered: [ACCOUNTS.ranaroussi, ACCOUNTS.muxi] },
  name: { question: 'name', service: 'github', offered: [ACCOUNTS.muxi] },
  secret: { question: 'secret', service: 'github' },
  field: { question: 'secret', service: 'jira' },
  add: { question: 'add', service: 'github' },
  removal: { question: 'removal', service: 'github', offered: [ACCOUNTS.muxi] },
  retry: { question: 'retry', service: 'github' },
  elsewhere: { question: 'elsewhere', service: 'github' },
}

/** The situation that a heading names. */
export function situationOf(section: string, language: string): Situation {
  const [question = '', ...words] = section.split(' ')
  const facts = QUESTIONS[question]
  if (facts === undefined) throw new TypeError(`No such situation: ${section}`)
  const isOpen = (facts.question ?? 'none') !== 'none'
  return {
    ...NOTHING_OPEN,
    armed: isOpen && !words.includes('disarmed'),
    language,
    ...facts,
    ...(words.includes('newcomer') ? { accounts: [] } : {}),
    ...(words.includes('spoken') ? { spoken: { service: 'github', accounts: ['muxi-ai'] } } : {}),
    ...(words.includes('both') ? { offered: [ACCOUNTS.ranaroussi, ACCOUNTS.muxi] } : {}),
  }
}

/** Reads all labelled messages, or those of one language. */
export function readLabelled(only?: string): Labelled[] {
  const folder = join(import.meta.dirname, 'labelled')
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt') && (only === undefined || file.startsWith(only)))
    .flatMap((file) => readFile(folder, file))
}

function readFile(folder: string, file: string): Labelled[] {
  const language = file.slice(0, 2)
  let section = ''
  return readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (line.startsWith('[')) section = line.slice(1, line.indexOf(']'))
      const at = line.indexOf(' | ')
      if (line.startsWith('#') || at < 0) return []
      const text = line.slice(at + 3)
      return [
        {
          language,
          place: `${file}:${index + 1}`,
          section,
          expected: line
            .slice(0, at)
            .split(' / ')
            .map((one) => one.trim()),
          text,
          // A conversation's language is known once somebody has spoken; half of the messages are read without.
          situation: situationOf(section, language),
          isHeldOut: !file.includes('-') && hash(`${language} ${text}`) % 3 === 0,
        },
      ]
    })
}

/** A reading in the words of the labelled files. */
export function inShort(reading: Reading): string {
  const accounts = (ids: readonly string[] | null): string =>
    ids === null ? '?' : ids.length === 0 ? '!' : ids.join(',')
  switch (reading.kind) {
    case 'add': {
      const places = [reading.service ?? '?', ...(reading.also ?? [])].join(' ')
      return `add ${places}${reading.label === null ? '' : ` "${reading.label}"`}`
    }
    case 'use':
      return `use ${reading.service}${reading.accounts === null ? '' : ` ${accounts(reading.accounts)}`}`
    case 'list':
    case 'usage':
    case 'no-default':
      return reading.service === null ? reading.kind : `${reading.kind} ${reading.service}`
    case 'expiry':
      return reading.service === null ? 'expiry' : `expiry ${reading.service}`
    case 'switch':
    case 'default':
    case 'remove':
      return `${reading.kind} ${reading.service ?? ''} ${accounts(reading.accounts)}`.replace('  ', ' ')
    case 'rename': {
      const name = reading.unfinished === true ? '?' : `"${reading.label ?? ''}"`
      return `rename ${reading.service ?? ''} ${reading.accounts === null ? '' : accounts(reading.accounts)} ${name}`.replaceAll(
        / +/g,
        ' ',
      )
    }
    case 'accounts':
      return `accounts ${reading.all ? 'all' : accounts(reading.accounts)}`
    case 'only':
      return `only ${reading.accounts.join(',')}`.trim()
    case 'service':
      return `service ${reading.service}`
    case 'name':
      return `name "${reading.label}"`
    case 'help':
      return `help ${reading.topic}`
    default:
      return reading.kind
  }
}

/** Whether a reading is one of those expected; which service a question is about is said in some labels only. */
export function isExpected({ expected }: Labelled, reading: Reading): boolean {
  const said = inShort(reading)
  const place = reading.kind === 'help' ? ` ${reading.service ?? ''}` : ''
  return expected.some((one) => {
    const [kind, topic, ...rest] = one.split(' ')
    if (kind === 'help')
      return said === `help ${topic ?? ''}` && (rest.length === 0 || place === ` ${rest.join(' ')}`)
    return said === one
  })
}

function hash(text: string): number {
  let value = 2_166_136_261
  for (let index = 0; index < text.length; index++) {
    value ^= text.charCodeAt(index)
    value = Math.imul(value, 16_777_619) >>> 0
  }
  return value >>> 8
}
