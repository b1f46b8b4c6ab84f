/** The words that belong to a turn as a whole, not to one step. */

/** Why one of several accounts gave nothing. */
type Silence = 'rejected' | 'gone' | 'unavailable' | 'failed'

/** Texts by name. */
export const turn = {
  /** Another message of the same conversation is still being worked on. */
  busy(): string {
    return 'One moment: I am still working on your last message. Please send this one again.'
  },

  /** A message that may be a secret came when the place in the dialogue was lost; it was not read. */
  heldBack({ service }: { service: { name: string; credentialName: string } }): string {
    return `I lost my place while waiting for your ${service.name} ${service.credentialName}, so I did not read or pass on that last message: it may be a secret. Say "add my ${service.name} account" to start again.`
  },

  /** Collecting needs a store that is away. */
  unavailable(): string {
    return 'I cannot take credentials right now. Nothing you sent was kept. Please try again in a few minutes.'
  },

  /** In place of a model's own request for a credential. */
  officialRequest(): string {
    return 'If I need a credential of yours, I will ask for it in a message of its own. To connect an account now, say "add my account".'
  },

  /** For the model, in place of one account's result, where the other accounts gave theirs. */
  noAnswer(facts: {
    service: { name: string; credentialName: string }
    account: string
    why: Silence
    /** What the tool said, made safe to show. */
    reason?: string
  }): string {
    const { service, account, why, reason = '' } = facts
    const because = {
      rejected: `its ${service.credentialName} is not accepted any more and has to be given again`,
      gone: 'that account is not connected any more',
      unavailable: `${service.name} could not be reached with it. Please try again in a moment`,
      failed: `${reason.replace(/[\s.]+$/, '')}. It may work when you ask again`,
    }[why]
    return `No answer from '${account}': ${because}.`
  },

  /** For the model: what the tool is for that connects an account. */
  connectTool({ service, servers }: { service: { name: string }; servers: readonly string[] }): string {
    const whose =
      servers.length === 1 ? `"${servers.join('')}"` : servers.map((id) => `"${id}"`).join(' and ')
    return `Connects the user's ${service.name} account. The tools of ${whose} work with ${service.name} and are listed once it is connected. Call this, without arguments, when the user wants anything of ${service.name}: the user is then asked for what is missing. Never ask for a credential yourself.`
  },

  /** For the model: the account is there already. */
  connected({ service }: { service: { name: string } }): string {
    return `The user's ${service.name} account is connected. Its tools are listed from the user's next message on.`
  },

  /** For the model, behind a tool's answer: its server wants the user to open a page. `message` is the server's, untrusted. */
  askedToOpen(facts: { server: string; host: string; url: string; message: string }): string {
    const { server, host, url, message } = facts
    const says = message === '' ? '' : ` It says: ${JSON.stringify(message)}`
    return `The server "${server}" asks the user to open a page at ${host}: ${url}.${says} Give the user this link as it stands, with its host, and open it nowhere. Once the user says that it is done, call the tool again.`
  },

  /** A message of more than 1 MiB; nothing of it was read. */
  tooLong(): string {
    return 'That message is longer than I can read, so I did not read it. Please send it in shorter parts.'
  },

  /** A message without a text. */
  noText(): string {
    return 'I could not read that message. Please send it as text.'
  },

  /** For the model, behind a request whose user said no to what it needs. Always English, as instructions to models are. */
  declined({ service }: { service: { name: string } }): string {
    return `(The user declined to use a ${service.name} account for this request. Answer without it, and do not ask for it.)`
  },

  /** The same message came again after its answer; the agent is not run twice. */
  alreadyGoingOn(): string {
    return 'I am already on it: this message has reached me before.'
  },
}
