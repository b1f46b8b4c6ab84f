/** The words of collect-inline: asking for a credential, and answering what people ask about it. */
import { accountName } from './names.ts'
import type { AccountWords, ServiceWords } from './names.ts'

type Why = 'use' | 'add' | 'rejected' | 'stray' | 'switch' | 'default' | 'rename' | 'remove'

/** Where to make a credential, for people who ask. */
export interface ServiceHelp {
  readonly url: string | undefined
  readonly scopes: string | undefined
}

const MALFORMED = {
  unsendable: 'it holds characters that cannot be sent, such as line breaks or accents',
  'too-long': 'it is too long; I can take up to 8,192 bytes',
  'too-short': 'it is too short to be one',
  empty: 'it is empty',
} as const

/** What to do next, for people who asked something in between. */
const NEXT = {
  paste: 'Paste it here, or say "cancel".',
  confirm: 'Should I add the one you sent to your accounts? (yes or no)',
  retry: 'I still have the one you sent: say "try again", or "cancel".',
  elsewhere: 'Please do not send it in this chat. Once it is added elsewhere, say "done".',
} as const

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

  /** A secret came that nobody had asked for. */
  offerAdd({ service, late }: { service: ServiceWords | null; late: boolean }): string {
    const what =
      service === null ? 'something that looks like a secret' : `a ${service.name} ${service.credentialName}`
    const why = late ? ' It came after the time to answer had run out.' : ''
    const question =
      service === null
        ? 'Which service is it for? Say its name and I will add it, or "no" and I will forget it.'
        : `Should I add it to your accounts? (yes or no)`
    return `I took ${what} out of your message before anybody could read it.${why} ${question}`
  },

  /** The secret is another service's; it was sent nowhere. */
  wrongService({ service, found }: { service: ServiceWords; found: ServiceWords }): string {
    return `That looks like a ${found.name} secret, so I did not send it to ${service.name}. Please provide your ${service.name} ${service.credentialName}:`
  },

  /** The secret cannot even be tried. */
  malformed({ service, problem }: { service: ServiceWords; problem: keyof typeof MALFORMED }): string {
    return `I did not try that ${service.name} ${service.credentialName}: ${MALFORMED[problem]}. Please copy it again and paste it here:`
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

  /** What people ask while they are asked for a credential. `next`: what is awaited now. */
  help(facts: {
    service: ServiceWords
    topic: 'what' | 'scopes' | 'safety' | 'general'
    next: keyof typeof NEXT
    help: ServiceHelp
  }): string {
    const { service, topic, next, help } = facts
    const what = NEXT[next]
    const make =
      help.url === undefined
        ? `You can make one in your ${service.name} settings.`
        : `You can make one at ${help.url}.`
    if (topic === 'scopes') {
      const scopes =
        help.scopes === undefined
          ? 'Give it the least that your request needs: read access is enough for looking things up.'
          : `It needs: ${help.scopes}.`
      return `${scopes} ${make} ${what}`
    }
    if (topic === 'safety') {
      const seen = next !== 'elsewhere' ? 'taken out of the chat before the assistant sees it, ' : ''
      return `It is ${seen}checked with ${service.name}, encrypted for you alone, and used for your own requests only. You can remove it at any time. ${what}`
    }
    return `A ${service.name} ${service.credentialName} lets me use ${service.name} in your name. ${make} ${what}`
  },

  /** Besides the secret that is taken, the message held others. */
  oneOnly({ service }: { service: ServiceWords | null }): string {
    const what = service === null ? 'secret' : `${service.name} ${service.credentialName}`
    return `Your message held more than one secret. I took the first ${what} only and forgot the rest: please send them one at a time.`
  },
}
