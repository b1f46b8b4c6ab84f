/**
 * Asks the host's model what the rules leave open. It sees the gated text only, says one of a closed set of readings with names
 * it was shown, and has two seconds. Whatever else comes counts as unsure. It may propose a removal, never confirm one.
 */
import { z } from 'zod'
import { modelAnswer, modelInstruction } from '../../prompts/languages/model.ts'
import type { ModelAnswer, ShownAccount } from '../../prompts/languages/model.ts'
import type { KnownAccount, Reading, Situation, Understood } from './reading.ts'
import type { Reader } from './reader.ts'

/** The one call that is made, so that any version of the `openai` client fits without being imported. */
export interface ChatClient {
  readonly chat: {
    readonly completions: {
      create(
        body: {
          model: string
          messages: { role: 'system' | 'user'; content: string }[]
          response_format: {
            type: 'json_schema'
            json_schema: { name: string; strict: boolean; schema: Record<string, unknown> }
          }
        },
        options?: { signal?: AbortSignal; timeout?: number; maxRetries?: number },
      ): PromiseLike<{ choices: readonly { message: { content?: string | null } }[] }>
    }
  }
}

/** A model for what the rules leave open. */
export interface ModelOptions {
  /** A client of the `openai` package or one that is called the same way; or where to find an endpoint, for which `openai` is loaded. */
  readonly client: ChatClient | { readonly baseURL: string; readonly apiKey: string }
  /** The model's name. */
  readonly model: string
  /** How long the model may take, in milliseconds; 2,000 by default, and never more. */
  readonly timeoutMs?: number
}

/** Reads what the rules cannot. */
export interface ModelReader {
  /** What the model finds in a gated message; unsure on every failure, never a rejection. */
  read(text: string, situation: Situation, signal?: AbortSignal): Promise<Reading>
}

/** How long the model may take. Milliseconds; a turn does without its answer then. */
const TIMEOUT_MS = 2_000
/** A longer answer is none of ours. UTF-16 units. */
const LONGEST_ANSWER = 4_000
/** So much of a message is shown. UTF-16 units. */
const LONGEST_MESSAGE = 800

const UNSURE: Reading = { kind: 'unsure' }

/**
 * Makes a reader of a model.
 *
 * @param services ids of the formation's services
 */
export function createModelReader(options: ModelOptions, services: readonly string[]): ModelReader {
  const timeoutMs = Math.min(options.timeoutMs ?? TIMEOUT_MS, TIMEOUT_MS)
  const client = lazily(options.client)
  return {
    async read(text, situation, signal) {
      const shown = showAccounts(situation)
      const schema = modelAnswer(
        services,
        shown.map(({ number }) => number),
      )
      const ending = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])])
      try {
        const said = await untilEnd(
          ask(client, { options, services, situation, shown, schema, text, signal: ending, timeoutMs }),
          ending,
        )
        const answer = said.length > LONGEST_ANSWER ? undefined : schema.safeParse(JSON.parse(said))
        return answer?.success === true ? readAnswer(answer.data, text, situation) : UNSURE
      } catch {
        return UNSURE
      }
    },
  }
}

/** Reads a message by the rules, and asks the model where they leave it open. */
export async function understand(
  reader: Reader,
  model: ModelReader | undefined,
  text: string,
  situation: Situation,
  signal?: AbortSignal,
): Promise<Understood> {
  const understood = reader.read(text, situation)
  if (!understood.isBeyondRules || model === undefined) return understood
  const reading = await model.read(text, situation, signal)
  // What the model cannot tell either is what the rules said.
  return reading.kind === 'unsure' ? understood : { ...understood, reading }
}

async function ask(
  client: () => Promise<ChatClient>,
  asked: {
    readonly options: ModelOptions
    readonly services: readonly string[]
    readonly situation: Situation
    readonly shown: readonly ShownAccount[]
    readonly schema: z.ZodType
    readonly text: string
    readonly signal: AbortSignal
    readonly timeoutMs: number
  },
): Promise<string> {
  const { options, services, situation, shown, schema, text, signal, timeoutMs } = asked
  const { chat } = await client()
  const completion = await chat.completions.create(
    {
      model: options.model,
      messages: [
        { role: 'system', content: modelInstruction({ question: situation.question, services, accounts: shown }) },
        { role: 'user', content: JSON.stringify(text.slice(0, LONGEST_MESSAGE)) },
      ],
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'reading', strict: true, schema: z.toJSONSchema(schema) as Record<string, unknown> },
      },
    },
    { signal, timeout: timeoutMs, maxRetries: 0 },
  )
  return completion.choices[0]?.message.content ?? ''
}

/** A client that minds no signal is not waited for either. */
function untilEnd<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(new Error('The model took too long.'))
    if (signal.aborted) end()
    signal.addEventListener('abort', end, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end))
  })
}

/** Numbers in place of ids: nothing that a model says can name an account that it was not shown. */
function showAccounts({ accounts, offered }: Situation): ShownAccount[] {
  return numbered(accounts, offered).map(({ service, name, label }, index) => ({ number: String(index + 1), service, name, label }))
}

/** The offered accounts first, in their order, so that "the second one" is number 2. */
function numbered(accounts: readonly KnownAccount[], offered: readonly KnownAccount[]): readonly KnownAccount[] {
  const ids = new Set(offered.map(({ id }) => id))
  return [...offered, ...accounts.filter(({ id }) => !ids.has(id))]
}

/** A checked answer as a reading, where it fits what was asked; else unsure. */
function readAnswer(answer: ModelAnswer, text: string, situation: Situation): Reading {
  const { question, offered } = situation
  const all = numbered(situation.accounts, offered)
  const named = answer.accounts.flatMap((number) => all[Number(number) - 1] ?? [])
  const ids = [...new Set(named.map(({ id }) => id))]
  const service = answer.service === '' ? null : answer.service
  const place = service ?? named[0]?.service ?? null
  const accounts = ids.length === 0 ? null : ids
  // A label is what the user typed, or it is none.
  const label = answer.label !== null && answer.label.trim() !== '' && text.includes(answer.label) ? answer.label.trim() : null
  switch (answer.kind) {
    case 'not-about-this':
      return { kind: 'none' }
    case 'use':
      return place === null ? UNSURE : { kind: 'use', service: place, accounts, near: true }
    case 'add':
      return { kind: 'add', service, label, near: true }
    case 'list':
    case 'usage':
    case 'no-default':
      return { kind: answer.kind, service }
    case 'expiry':
      return { kind: 'expiry', service: place, accounts }
    case 'switch':
    case 'default':
    case 'remove':
      return { kind: answer.kind, service: place, accounts, near: true }
    case 'rename':
      return { kind: 'rename', service: place, accounts, near: true, label, ...(label === null ? { unfinished: true } : {}) }
    case 'accounts': {
      const isOffered = ids.length > 0 && ids.every((id) => offered.some((account) => account.id === id))
      if (question !== 'account' || !isOffered) return UNSURE
      return { kind: 'accounts', accounts: ids, all: ids.length > 1 && ids.length === offered.length, by: 'near' }
    }
    case 'service':
      return question === 'service' && service !== null ? { kind: 'service', service, near: true } : UNSURE
    case 'name':
      return question === 'name' && label !== null ? { kind: 'name', label } : UNSURE
    case 'help':
      return answer.topic === null ? UNSURE : { kind: 'help', topic: answer.topic, service }
    case 'no':
    case 'later':
    case 'cancel':
    case 'start-over':
      return question === 'none' ? UNSURE : { kind: answer.kind }
    case 'undo':
    case 'forget-everything':
    case 'log-out-everywhere':
      return { kind: answer.kind }
    case 'unsure':
      return UNSURE
  }
}

/** The client that was passed in, or one of the `openai` package, which is loaded when it is first needed. */
function lazily(client: ModelOptions['client']): () => Promise<ChatClient> {
  if ('chat' in client) return () => Promise.resolve(client)
  let made: Promise<ChatClient> | undefined
  return () => (made ??= import('openai').then(({ OpenAI }) => new OpenAI(client)))
}
