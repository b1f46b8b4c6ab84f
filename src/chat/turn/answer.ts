/** Makes the outcome of a turn from where the machine came to rest. */
import type { Context } from '../../../machines/conversation.ts'
import type { AccountFact } from '../../../machines/kept.ts'
import type { AccountView, Choice, EntryForm, Reply, ReplyOutcome, TurnOutcome } from './outcome.ts'
import type { ParkedRequest } from './sealed.ts'
import type { ConnectionWords } from '../../../prompts/redirect.ts'
import type { Connection } from '../../oauth/connecting.ts'
import type { Services } from '../../providers/services.ts'
import type { Words } from '../../words.ts'

/** Facts for the outcome. */
export interface AnswerFacts {
  readonly context: Context
  readonly words: Words
  readonly services: Services
  /** The message without its secrets. */
  readonly gatedText: string
  /** What the user has to do to connect, where this turn sends them to a service. */
  readonly connection: Connection | undefined
  /** The moment of the turn. Epoch milliseconds. */
  readonly at: number
  /** What a resumed request goes on with. */
  readonly resumed: ParkedRequest | undefined
}

/** The outcome of a turn. */
export function createOutcome(facts: AnswerFacts): TurnOutcome {
  const { context, words, gatedText } = facts
  const { turn } = context
  const connection = facts.connection && connectionWords(facts.connection, facts.at)
  const said = turn.sayings.map((saying) => words.say(saying, connection)).join('\n')
  if (turn.outcome === 'pass') return { kind: 'pass', text: gatedText, history: { user: gatedText } }
  if (turn.outcome === 'resume' && facts.resumed !== undefined) {
    const { text, progress } = facts.resumed
    const service = turn.want?.service ?? ''
    const accounts = turn.accounts.map((account) => accountView(account, service))
    const [account] = accounts
    const declined = turn.declined && service !== '' ? service : undefined
    return {
      kind: 'resume',
      prelude: said,
      text: declined === undefined ? text : `${text}\n\n${words.declined(declined)}`,
      ...(progress === undefined ? {} : { progress }),
      ...(declined === undefined ? {} : { declined }),
      ...(account === undefined ? {} : { account }),
      accounts,
      history: { user: gatedText, ...(said === '' ? {} : { assistant: said }) },
    }
  }
  const link = facts.connection && { link: facts.connection.url }
  return reply({ text: said, ...structure(facts), ...link }, gatedText)
}

function connectionWords(connection: Connection, at: number): ConnectionWords {
  const { url, until } = connection
  const userCode = connection.kind === 'device' ? connection.userCode : null
  return { url, userCode, minutes: Math.max(1, Math.round((until - at) / 60_000)) }
}

/** A reply outcome from a reply. */
export function reply(content: Reply, gatedText: string): ReplyOutcome {
  return { kind: 'reply', reply: content, history: { user: gatedText, assistant: content.text } }
}

/** Whether a turn changed the vault and leaves no question open: its answer stands without the state. */
export function isDone({ kept, turn }: Context): boolean {
  return kept.question === 'none' && turn.effects.includes('stored')
}

/** What a user interface can offer beside the text; only where this turn asked. */
function structure({ context, services }: AnswerFacts): Omit<Reply, 'text'> {
  if (context.turn.sayings.length === 0) return {}
  switch (context.kept.question) {
    case 'service':
      return { choices: services.all.map(({ name }) => ({ label: name, value: name })) }
    case 'account':
      return { choices: context.kept.offered.map(({ name }) => ({ label: name, value: name })) }
    case 'secret':
      return { form: formOf(context, services) }
    case 'removal':
      return { choices: YES_OR_NO }
    case 'name':
      return {}
    case 'add':
      return context.kept.want?.service === null
        ? { choices: servicesToChoose(services) }
        : { choices: YES_OR_NO }
    case 'retry':
      return { choices: [{ label: 'Try again', value: 'try again' }, CANCEL] }
    default:
      return context.turn.effects.includes('offers-services') ? { choices: servicesToChoose(services) } : {}
  }
}

const YES_OR_NO: readonly Choice[] = [
  { label: 'Yes', value: 'yes' },
  { label: 'No', value: 'no' },
]
const CANCEL: Choice = { label: 'Cancel', value: 'cancel' }

function servicesToChoose(services: Services): Choice[] {
  return services.all.map(({ name }) => ({ label: name, value: `add my ${name} account` }))
}

function formOf(context: Context, services: Services): EntryForm {
  const service = services.find(context.kept.want?.service ?? '')
  const field = context.kept.want?.field ?? service?.fields[0] ?? 'token'
  const label = service !== undefined && service.fields.length === 1 ? service.credentialName : field
  return { service: service?.id ?? '', field, label, masked: field !== 'username' }
}

/** An account for the host. */
function accountView(fact: AccountFact, service: string): AccountView {
  return { id: fact.id, service, name: fact.name, ...(fact.label === null ? {} : { label: fact.label }) }
}
