/** The words that belong to a turn as a whole, not to one step. */

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

  /** The same message came again after its answer; the agent is not run twice. */
  alreadyGoingOn(): string {
    return 'I am already on it: this message has reached me before.'
  },
}
