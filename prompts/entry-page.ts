/** The words of the one-time page, on which a credential is given outside of the chat. */
import type { ServiceWords } from './names.ts'

/** Texts by name. */
export const entryPage = {
  title: ({ service }: { service: ServiceWords }): string => `Connect ${service.name}`,

  /** Whoever opens the link has to see whose account it becomes. */
  whose: ({ service, userId }: { service: ServiceWords; userId: string }): string =>
    `This connects a ${service.name} account for ${userId}. If that is not you, close this page.`,

  where: ({ service }: { service: ServiceWords }): string =>
    `Where to make a ${service.name} ${service.credentialName}`,

  scopes: ({ scopes }: { scopes: string }): string => `It needs: ${scopes}.`,

  send: (): string => 'Check it',

  foundOwner: ({ name }: { name: string }): { before: string; name: string; after: string } => ({
    before: 'This is ',
    name,
    after: '. Add it?',
  }),

  /** The service cannot say whose it is. */
  foundNobody: ({ service }: { service: ServiceWords }): string =>
    `${service.name} cannot say whose this is. Add it?`,

  add: (): string => 'Add it',

  cancel: (): string => 'Cancel',

  added: ({ service, name }: { service: ServiceWords; name: string }): string =>
    `Your ${service.name} account ${name} is connected. You can close this page and go back to the chat, which goes on by itself.`,

  already: ({ service, name }: { service: ServiceWords; name: string }): string =>
    `That is stored already: your ${service.name} account ${name} is connected. You can close this page.`,

  cancelled: (): string => 'Nothing was added. You can close this page.',

  /** Used, too old, never there, or another user's: it is all one to whoever opens it. */
  ended: (): string =>
    'This link does not lead anywhere any more. Links work once and for ten minutes. Go back to the chat and ask for a new one.',

  /** Sent from another page, or without the cookie of this one. */
  foreign: (): string => 'This form was not sent from its own page. Open the link again and allow cookies.',

  insecure: (): string =>
    'This connection is not encrypted, so nothing was taken. Open the page over https. If you sent a real token, revoke it.',

  refused({ service, reason }: { service: ServiceWords; reason: EntryRefusal }): string {
    switch (reason) {
      case 'malformed':
        return `That does not look like a ${service.name} ${service.credentialName}. Copy the whole of it and try again.`
      case 'incomplete':
        return 'A field is empty. Fill in all of them.'
      case 'other-service':
        return `That belongs to another service, so it was not sent to ${service.name}.`
      case 'locked':
        return 'There were too many wrong attempts. Wait a while, then ask for a new link in the chat.'
      case 'expired':
        return `${service.name} says that it has expired. Make a new one and try again.`
      case 'rejected':
        return `${service.name} does not accept it. Check that it is whole and still valid, and try again.`
      case 'not-checked':
      case 'busy':
        return `${service.name} could not be asked just now. Try again in a moment.`
      case 'label-taken':
      case 'unknown-service':
        return 'It could not be added. Go back to the chat and ask for a new link.'
    }
  },
}

/** Why nothing was added. */
export type EntryRefusal =
  | 'malformed'
  | 'incomplete'
  | 'other-service'
  | 'locked'
  | 'expired'
  | 'rejected'
  | 'not-checked'
  | 'busy'
  | 'label-taken'
  | 'unknown-service'
