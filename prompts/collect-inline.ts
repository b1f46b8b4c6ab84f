/**
 * The words of collect-inline: asking for a credential, and saying what became of one that was given. Answers to what people ask
 * about it: `collect-inline-help.ts`.
 *
 * Long because each thing that can be wrong with a secret has words of its own.
 */
import { accountName } from './names.ts'
import type { AccountWords, ServiceWords } from './names.ts'

type Why =
  | 'use'
  | 'add'
  | 'rejected'
  | 'stray'
  | 'switch'
  | 'default'
  | 'no-default'
  | 'rename'
  | 'remove'
  | 'forget'
  | 'log-out'

const MALFORMED = {
  unsendable: 'it holds characters that cannot be sent, such as line breaks or accents',
  'too-long': 'it is too long; I can take up to 8,192 bytes',
  'too-short': 'it is too short to be one',
  empty: 'it is empty',
  'cut-off': 'it looks cut off',
  commit: 'it looks like the id of a commit',
  uuid: 'it looks like an id (a UUID)',
  path: 'it looks like the path of a file',
  url: 'it looks like a link',
  words: 'it is made of words',
  document: 'I found none in that document',
} as const

/** Why a secret cannot be tried. */
type Problem = keyof typeof MALFORMED | 'password' | 'fields'

/** Texts by name. */
export const collectInline = {
  /** Asks for the credential, or for one field of it. */
  ask(facts: {
    service: ServiceWords
    why: Why
    field: string | null
    isFirst: boolean
    account: AccountWords | null
  }): string {
    const { service, why, field, isFirst, account } = facts
    const what = field ?? service.credentialName
    if (!isFirst) return `Please provide your ${service.name} ${what}:`
    if (why === 'rejected') {
      const whose =
        account === null
          ? `your ${service.credentialName}`
          : `the ${service.credentialName} of ${accountName(account)}`
      const anew = field === null ? 'a new one' : `your ${field} again`
      if (account?.damaged === true)
        return `What was stored for ${accountName(account)} cannot be read any more. Please provide ${anew}:`
      return account?.expired === true
        ? `At ${service.name}, ${whose} has expired. Please provide ${anew}:`
        : `${service.name} no longer accepts ${whose}. Please provide ${anew}:`
    }
    return why === 'add' || why === 'stray'
      ? `Please provide your ${service.name} ${what}:`
      : `I need access to ${service.name}. Please provide your ${what}:`
  },

  /** A secret came that nobody had asked for; `awaited`: the service whose secret is awaited meanwhile. */
  offerAdd(facts: { service: ServiceWords | null; late: boolean; awaited: ServiceWords | null }): string {
    const { service, late, awaited } = facts
    if (service !== null && awaited !== null)
      return `That looks like a ${service.name} ${service.credentialName}, so I did not send it to ${awaited.name}. Should I add it to your ${service.name} accounts? (yes or no)`
    const what =
      service === null ? 'something that looks like a secret' : `a ${service.name} ${service.credentialName}`
    const why = late ? ' It came after the time to answer had run out.' : ''
    const question =
      service === null
        ? 'Which service is it for? Say its name and I will add it, or "no" and I will forget it.'
        : `Should I add it to your accounts? (yes or no)`
    return `I took ${what} out of your message before anybody could read it.${why} ${question}`
  },

  /** The same question once more. */
  offerAgain({ service }: { service: ServiceWords | null }): string {
    return service === null
      ? 'Which service is the secret for that you sent? Say its name and I will add it, or "no" and I will forget it.'
      : `Should I add the ${service.name} ${service.credentialName} you sent to your accounts? (yes or no)`
  },

  /** Besides the secret that was taken, one of another service came, and the request goes on first. */
  alsoFound({ service }: { service: ServiceWords }): string {
    return `Your message held a ${service.name} ${service.credentialName} too. To add it as well, say "add my ${service.name} account" within 10 minutes.`
  },

  /** The message may be the awaited secret. */
  isItYours({ service, field }: { service: ServiceWords; field: string | null }): string {
    return `Is that your ${field ?? service.credentialName}? If so, send it again on its own. Nobody has read it. To stop, say "cancel".`
  },

  /** The message may be a secret, but none that fits. `awaited`: a secret of the service is awaited. */
  keptBack({ service, awaited }: { service: ServiceWords; awaited: boolean }): string {
    const next = awaited
      ? `${service.name} needs a ${service.credentialName}: paste it here, or say "cancel".`
      : `To connect ${service.name}, say "add my ${service.name} account".`
    return `I kept that from everybody, as it may be a password. ${next} If it was no secret, say it in a sentence.`
  },

  /** The user said no to connecting it, and it is needed again. */
  declinedBefore({ service }: { service: ServiceWords }): string {
    return `That needs a ${service.name} account, and you decided to go on without one. To connect one after all, say "add my ${service.name} account".`
  },

  /** The secret cannot even be tried. `length`: how much of it came, in characters. */
  malformed(facts: {
    service: ServiceWords
    problem: Problem
    field: string | null
    length?: { given: number; whole: number } | undefined
  }): string {
    const { service, problem, field, length } = facts
    const what = field ?? service.credentialName
    if (problem === 'password')
      return `I did not send that: ${service.name} takes a ${service.credentialName}, not a password. Please paste the ${service.credentialName} here, or say "cancel":`
    if (problem === 'fields')
      return `I cannot tell its parts apart, so I sent nothing. Please give your ${service.name} ${service.credentialName} one after the other, beginning with the ${what}:`
    const cut = length === undefined ? '' : `: ${length.given} of ${length.whole} characters`
    return `I did not try that ${service.name} ${service.credentialName}: ${MALFORMED[problem]}${cut}. Please copy it again and paste it here:`
  },

  /** Too many that could not be tried. */
  tooManyMalformed({ service }: { service: ServiceWords }): string {
    return `That did not work out, so I stopped asking. When you have the ${service.name} ${service.credentialName} at hand, say "add my ${service.name} account".`
  },

  /** The user does not want to give it. */
  cancelled({ service }: { service: ServiceWords | null }): string {
    return service === null ? 'All right, I stopped.' : `All right, I will not connect ${service.name} now.`
  },

  /** A secret that was not to be added. */
  discarded({ service }: { service: ServiceWords | null }): string {
    const what = service === null ? 'that secret' : `that ${service.name} ${service.credentialName}`
    return `I forgot ${what}. This chat may still show what you typed: if others can read it, please revoke it.`
  },

  /** Besides the secret that is taken, the message held others. */
  oneOnly({ service }: { service: ServiceWords | null }): string {
    const what = service === null ? 'secret' : `${service.name} ${service.credentialName}`
    return `Your message held more than one secret. I took the first ${what} only and forgot the rest: please send them one at a time.`
  },
}
