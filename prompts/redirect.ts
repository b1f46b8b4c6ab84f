/** The words of redirect: where to give a credential when this chat is not the place. */
import type { ServiceWords } from './names.ts'

/** What a user has to do to connect. `userCode`: to be entered there. */
export interface ConnectionWords {
  readonly url: string
  readonly userCode: string | null
  readonly minutes: number
}

const minutes = (count: number): string => (count === 1 ? 'one minute' : `${count} minutes`)

/** Texts by name. */
export const redirect = {
  /** Points to the operator's own place; the operator's message is shown as it is. */
  elsewhere({ service, redirectMessage }: { service: ServiceWords; redirectMessage: string | null }): string {
    return redirectMessage === null
      ? `I need access to ${service.name}, but its credentials cannot be given in this chat. Please ask the people who run this assistant where to add yours, then say "done".`
      : redirectMessage.replaceAll('{service}', service.name)
  },

  /** Leads to the one-time page; the address stands alone at the end, where chats make links of it. */
  link({ service, url }: { service: ServiceWords; url: string }): string {
    return `To connect your ${service.name} account, open this page within ten minutes. It is for you alone: ${url}`
  },

  /** Sends people to the service; nothing where there is no way to it from here. */
  connect({ service, connection }: { service: ServiceWords; connection: ConnectionWords | null }): string {
    const { name } = service
    if (connection === null)
      return `I need access to ${name}, but I cannot start its sign-in right now. Please try again in a minute.`
    if (connection.userCode === null)
      return `To connect ${name}, open this link and allow access: ${connection.url}\nIt works once, for ${minutes(connection.minutes)}. I will go on by myself when you are done.`
    return `To connect ${name}, open ${connection.url} and enter the code ${connection.userCode}\nIt works for ${minutes(connection.minutes)}. I will go on by myself when you are done.`
  },

  /** The connection is not encrypted. */
  insecure({ service, pasted }: { service: ServiceWords; pasted: boolean }): string {
    return pasted
      ? `This connection is not encrypted, so I did not save that ${service.credentialName}. Please treat it as exposed: revoke it and open the chat over https.`
      : `I need access to ${service.name}, but this connection is not encrypted. Please open the chat over https and ask again.`
  },

  /** Others read this channel. */
  shared({ service, pasted }: { service: ServiceWords; pasted: boolean }): string {
    return pasted
      ? `Others can read this channel, so I did not save that ${service.credentialName}. Please treat it as exposed: revoke it, and send a new one to me privately.`
      : `I need access to ${service.name}. Others can read this channel, so please send me a private message to connect it.`
  },

  /** A pasted secret that may not be given here. */
  notHere({ service, redirectMessage }: { service: ServiceWords; redirectMessage: string | null }): string {
    const where = redirectMessage === null ? '' : ` ${redirectMessage.replaceAll('{service}', service.name)}`
    return `I took a ${service.name} secret out of your message and did not keep it: it cannot be added in this chat. Please treat it as exposed and revoke it.${where}`
  },
}

/** The page that a service sends people back to, by what became of it. */
export const connectionPage = {
  connected: 'Connected. You can go back to the chat.',
  declined: 'Nothing was connected. You can go back to the chat.',
  over: 'This link was used already, or its time is over. Ask for a new one in the chat.',
  'other-user': 'This link belongs to somebody else. Ask for one of your own in the chat.',
  failed: 'That did not work, and nothing was connected. Ask for a new link in the chat.',
}
