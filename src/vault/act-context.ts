/** What an act is audited with besides what it did. */

/** Through what an act came, for the audit: `chat`, `cli`, `api`, `tool`, or the `start` of a process. */
export interface ActContext {
  readonly channel: 'chat' | 'cli' | 'api' | 'tool' | 'start'
  /** Conversation and message of the act, where there are any. A repeated add by the same message is not a duplicate. */
  readonly conversation?: string | undefined
  readonly messageId?: string | undefined
}
