/** The few answers that the driver has to tell apart, from the prompts themselves. */
import { lockout } from '../../../prompts/lockout.ts'
import { turn } from '../../../prompts/turn.ts'

const GITHUB = { service: { name: 'GitHub', credentialName: 'personal access token' } }

/** By name. */
export const promptTexts = {
  /** Another message of the conversation is still being worked on. */
  busy: turn.busy(),
  /** A check of this user's is still under way. */
  checking: lockout.busy(GITHUB),
} as const
