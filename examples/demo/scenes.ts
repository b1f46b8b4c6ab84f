/**
 * The scenes of the demo: what the people in it type, and what they have to hear. The answers are the engine's.
 *
 * Long because it is one script, to be read from top to bottom.
 */

/** Whose token a message holds: an account of the local GitHub, or nobody's. */
export type TokenOf = 'ranaroussi' | 'muxi-ai' | 'nobody'

/** One message, or something that happens between messages. `hears`: what the answer has to hold, or the demo has failed. */
export type Line =
  | { readonly say: string; readonly token?: TokenOf; readonly unencrypted?: true; readonly hears?: string }
  | { readonly revoke: TokenOf; readonly note: string }

/** A conversation; what its people have to hear is its point. */
export interface Scene {
  readonly title: string
  readonly user: string
  /** Which of the demo's two formations. */
  readonly formation: 'dynamic' | 'redirect'
  readonly lines: readonly Line[]
}

/** The demo, in order; Alice's accounts stay from scene to scene. */
export const SCENES: readonly Scene[] = [
  {
    title: 'First-time setup: a wrong token first, and the question is answered without being asked again',
    user: 'alice',
    formation: 'dynamic',
    lines: [
      { say: 'Show my GitHub repositories' },
      { say: 'what scopes does it need?', hears: 'It needs: repo' },
      {
        say: '',
        token: 'nobody',
        hears: 'GitHub did not accept that personal access token. You have 2 tries left.',
      },
      { say: '', token: 'ranaroussi', hears: 'ranaroussi/notebook' },
    ],
  },
  {
    title: 'The same token again',
    user: 'alice',
    formation: 'dynamic',
    lines: [
      {
        say: 'Add my GitHub token ',
        token: 'ranaroussi',
        hears: "That GitHub token is already stored in your account. You're all set!",
      },
    ],
  },
  {
    title: 'A second account',
    user: 'alice',
    formation: 'dynamic',
    lines: [
      { say: 'Add another GitHub account' },
      { say: '', token: 'muxi-ai', hears: 'You now have 2 GitHub accounts: ranaroussi, muxi-ai' },
    ],
  },
  {
    title: 'Which one?',
    user: 'alice',
    formation: 'dynamic',
    lines: [
      {
        say: 'Check my GitHub issues',
        hears: 'You have two GitHub accounts: ranaroussi and muxi-ai. Which one?',
      },
      { say: 'ranaroussi', hears: 'Book the venue' },
    ],
  },
  {
    title: 'Both, each result under the name of its account',
    user: 'alice',
    formation: 'dynamic',
    lines: [
      { say: 'rename ranaroussi to personal' },
      { say: 'label muxi-ai as work' },
      { say: 'Show my GitHub PRs', hears: 'ranaroussi (personal) and muxi-ai (work). Which one?' },
      { say: 'Show PRs from both', hears: '[muxi-ai]\n- Stream tool results' },
    ],
  },
  {
    title: 'Bob brings his own, and sees nothing of Alice',
    user: 'bob',
    formation: 'dynamic',
    lines: [
      { say: 'which accounts do I have?', hears: 'You have not connected an account yet.' },
      { say: 'use ranaroussi' },
      {
        say: 'Show my GitHub repositories',
        hears: 'I need access to GitHub. Please provide your personal access token:',
      },
    ],
  },
  {
    title: 'Three tokens that GitHub rejects: adding is locked, and the fourth is not even tried',
    user: 'mallory',
    formation: 'dynamic',
    lines: [
      { say: 'Add my GitHub token' },
      { say: '', token: 'nobody' },
      { say: '', token: 'nobody' },
      { say: '', token: 'nobody' },
      { say: 'Add my GitHub token ', token: 'muxi-ai', hears: 'Please try again in 15 minutes' },
    ],
  },
  {
    title: 'Redirect mode: the company has a portal for that',
    user: 'carol',
    formation: 'redirect',
    lines: [
      {
        say: 'I need to add my GitHub token',
        hears: 'Please configure GitHub credentials in the company portal at https://credentials.company.com',
      },
    ],
  },
  {
    title: 'A connection that is not encrypted',
    user: 'dave',
    formation: 'dynamic',
    lines: [
      {
        say: 'Add my GitHub token ',
        token: 'muxi-ai',
        unencrypted: true,
        hears: 'This connection is not encrypted, so I did not save',
      },
    ],
  },
  {
    title: 'A token that was revoked at GitHub: asked for once, and the request goes on',
    user: 'alice',
    formation: 'dynamic',
    lines: [
      { revoke: 'muxi-ai', note: 'muxi-ai revokes the token at GitHub' },
      { say: 'use muxi-ai' },
      {
        say: 'Show my GitHub repositories',
        hears: 'GitHub no longer accepts the personal access token of muxi-ai',
      },
      { say: '', token: 'muxi-ai', hears: 'muxi-ai/roadmap' },
    ],
  },
  {
    title: 'Removing an account',
    user: 'alice',
    formation: 'dynamic',
    lines: [
      { say: 'remove my work GitHub account' },
      { say: 'yes', hears: "Removed your GitHub account 'muxi-ai'." },
      { say: 'which accounts do I have?', hears: '- ranaroussi (personal)' },
    ],
  },
]
