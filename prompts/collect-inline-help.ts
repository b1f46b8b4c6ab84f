/** The words of collect-inline for people who ask about what is asked for: what is it, is it safe, what if I say no? */
import { minutesInWords } from './names.ts'
import type { ServiceWords } from './names.ts'

/** Where to make a credential, for people who ask. */
export interface ServiceHelp {
  readonly url: string | undefined
  readonly scopes: string | undefined
}

/** What is asked about. */
type Topic =
  | 'what'
  | 'purpose'
  | 'scopes'
  | 'safety'
  | 'visibility'
  | 'storage'
  | 'usage'
  | 'choice'
  | 'revocation'
  | 'expiry'
  | 'refusal'
  | 'reason'
  | 'retry-time'
  | 'general'

/** What to do next, for people who asked something in between. */
const NEXT = {
  paste: 'Paste it here, or say "cancel".',
  confirm: 'Should I add the one you sent to your accounts? (yes or no)',
  retry: 'I still have the one you sent: say "try again", or "cancel".',
  wait: 'Say "try again" once the pause is over, or "cancel".',
  elsewhere: 'Please do not send it in this chat. Once it is added elsewhere, say "done".',
} as const

/** A question about what is asked for. */
interface Asked {
  readonly service: ServiceWords
  readonly topic: Topic
  /** What is awaited now. */
  readonly next: keyof typeof NEXT
  /** How long adding is paused, where it is. */
  readonly minutes: number | null
  readonly help: ServiceHelp
}

/** The answer, and after it the question again. */
export function help(asked: Asked): string {
  return `${ANSWERS[asked.topic](asked)} ${NEXT[asked.next]}`
}

const make = ({ service, help: { url } }: Asked): string =>
  url === undefined ? `You can make one in your ${service.name} settings.` : `You can make one at ${url}.`

const what = (asked: Asked): string => {
  const { name, credentialName } = asked.service
  return `A ${name} ${credentialName} lets me use ${name} in your name. ${make(asked)}`
}

const seen = ({ next }: Asked): string =>
  next === 'elsewhere' ? '' : 'taken out of the chat before the assistant sees it, '

const ANSWERS: Readonly<Record<Topic, (asked: Asked) => string>> = {
  what,
  general: what,
  purpose: (asked) => `${what(asked)} It is used for what you ask for, and for nothing else.`,
  scopes: (asked) => {
    const { scopes } = asked.help
    const least = 'Give it the least that your request needs: read access is enough for looking things up.'
    return `${scopes === undefined ? least : `It needs: ${scopes}.`} ${make(asked)}`
  },
  safety: (asked) =>
    `It is ${seen(asked)}checked with ${asked.service.name}, encrypted for you alone, and used for your own requests only. You can remove it at any time.`,
  visibility: (asked) =>
    `No. It is ${seen(asked)}never shown again, not even to you, and given to ${asked.service.name} alone.`,
  storage: ({ service }) =>
    `It is stored encrypted, under a key of your own, by the people who run this assistant, and sent to ${service.name} alone. Say "remove my ${service.name} account" and it is deleted here.`,
  usage: ({ service }) =>
    `Only your own requests use it, and every use is written down: ask "what used my ${service.name} account?".`,
  choice: ({ service }) =>
    `The ${service.name} account you name, else the one you chose in this conversation, else your default. Where that leaves a choice, I ask.`,
  revocation: ({ service, help: { url } }) =>
    `Say "remove my ${service.name} account" and it is forgotten here. To end it everywhere, revoke it at ${url ?? service.name}.`,
  expiry: ({ service }) =>
    `That is up to ${service.name}, and to what you choose when you make it. Once it is over, I ask you for a new one.`,
  refusal: ({ service }) =>
    `Nothing bad: I go on without it, and cannot look into your ${service.name} account.`,
  reason: (asked) => {
    const { service, next } = asked
    if (next === 'wait') return `Too many ${service.name} credentials were not accepted, so I paused.`
    return next === 'retry'
      ? `${service.name} could not tell me whether it is good. That does not count as a try.`
      : `${what(asked)} It is used for what you ask for, and for nothing else.`
  },
  'retry-time': ({ minutes }) =>
    minutes === null ? 'At any time within 10 minutes.' : `In ${minutesInWords(minutes)}.`,
}
