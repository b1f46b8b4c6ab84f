/** Labelled corpora, drawn from a seed: texts, the secrets in them, and where they stand. */
import { MANGLES } from './mangle.ts'
import { HELD_OUT_NEGATIVES, TUNED_NEGATIVES } from './negatives.ts'
import { makeOpaque, OPAQUE_SERVICES } from './opaque.ts'
import { makePassword } from './passwords.ts'
import { Random } from './random.ts'
import { HELD_OUT, namesOf, TUNED, type Templates } from './templates.ts'
import { makeAnonymous, makeToken, SELF_IDENTIFYING_SERVICES, type Sample } from './tokens.ts'

/** `A` self-identifying, `B` only announced, `C` mangled, `N` nothing secret. */
export type Tier = 'A' | 'B' | 'C' | 'N'

/** One labelled text. */
export interface Message {
  readonly tier: Tier
  readonly text: string
  /** What the secret is without mangling; undefined in tier N. */
  readonly secret: Sample | undefined
  /** Where it stands in the text, mangled as it is. */
  readonly start: number
  readonly end: number
  /** Which template, mangle or kind it came from, for looking into misses. */
  readonly origin: string
}

/** Which templates to draw from. */
export type Part = 'tuned' | 'held-out'

const SURROUNDINGS = [
  '',
  '',
  '',
  'Hi there, quick question about yesterday. ',
  'Thanks for the help so far!\n\n',
  'Hallo zusammen, ',
  'Por favor, ',
  'こんにちは。',
]

/** A corpus of `size` messages of each tier. */
export function makeCorpus(seed: number, part: Part, size: number): Message[] {
  const random = new Random(seed)
  const templates = part === 'tuned' ? TUNED : HELD_OUT
  const negatives = part === 'tuned' ? TUNED_NEGATIVES : HELD_OUT_NEGATIVES
  const messages: Message[] = []
  for (let index = 0; index < size; index++) {
    messages.push(
      selfIdentifying(random, templates),
      announced(random, templates),
      mangled(random, templates),
    )
    const kind = index % negatives.length
    const text = random.pick(SURROUNDINGS) + (negatives[kind]?.(random) ?? '')
    messages.push({ tier: 'N', text, secret: undefined, start: 0, end: 0, origin: `negative ${kind}` })
  }
  return messages
}

function selfIdentifying(random: Random, templates: Templates): Message {
  const sample = random.chance(0.06)
    ? makeAnonymous(random)
    : makeToken(random, random.pick(SELF_IDENTIFYING_SERVICES))
  const line = sample.value.includes('\n') || sample.value.includes('://')
  const template = random.pick(line ? templates.chat.slice(0, 3) : templates.chat)
  return place(random, 'A', template, sample, sample.value, template)
}

function announced(random: Random, templates: Templates): Message {
  if (random.chance(0.5)) {
    const sample = { value: makePassword(random), service: undefined }
    const template = random.pick(templates.password)
    const value = template.includes('://') ? encodeURIComponent(sample.value) : sample.value
    return place(random, 'B', template, sample, value, template)
  }
  const sample = makeOpaque(random, random.pick(OPAQUE_SERVICES))
  const template = random.pick(templates.opaque)
  return place(random, 'B', template, sample, sample.value, template)
}

function mangled(random: Random, templates: Templates): Message {
  const mangle = random.pick(Object.keys(MANGLES))
  let sample = makeToken(random, random.pick(SELF_IDENTIFYING_SERVICES))
  while (sample.value.includes('://') || sample.value.length > 200) {
    sample = makeToken(random, random.pick(SELF_IDENTIFYING_SERVICES))
  }
  const template = random.pick(
    templates.chat.filter((text) => !/["'`<*]|\t|\w\{v/.test(text) && !text.includes('\u001b')),
  )
  const value = MANGLES[mangle]?.(sample.value, random) ?? sample.value
  return place(random, 'C', template, sample, value, mangle)
}

function place(
  random: Random,
  tier: Tier,
  template: string,
  sample: Sample,
  value: string,
  origin: string,
): Message {
  const [spoken, stem] = namesOf(sample.service ?? random.pick(OPAQUE_SERVICES))
  const before = random.pick(SURROUNDINGS)
  const filled = before + template.replaceAll('{s}', () => spoken).replaceAll('{e}', () => stem)
  const start = filled.indexOf('{v}')
  const text = filled.slice(0, start) + value + filled.slice(start + 3)
  return { tier, text, secret: sample, start, end: start + value.length, origin }
}
