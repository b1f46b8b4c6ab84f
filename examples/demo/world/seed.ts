/** Who and what there is in the local GitHub: the two accounts of the flows in the README, each with private work. */

/** One repository of an account. */
export interface SeedRepository {
  readonly name: string
  readonly description: string
  readonly language: string
  readonly isPrivate: boolean
  readonly issues: readonly string[]
  readonly pullRequests: readonly { readonly title: string; readonly head: string }[]
}

/** One account. `scopes` are those of the tokens made for it unless they say otherwise. */
export interface SeedAccount {
  readonly login: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly repositories: readonly SeedRepository[]
}

/** A personal account and one for work; what is private shows only to the account's own token. */
export const ACCOUNTS: readonly SeedAccount[] = [
  {
    login: 'ranaroussi',
    name: 'Ran Aroussi',
    scopes: ['repo', 'read:user'],
    repositories: [
      {
        name: 'yfinance',
        description: 'Market data in Python',
        language: 'Python',
        isPrivate: false,
        issues: ['Timezone missing for delisted tickers'],
        pullRequests: [{ title: 'Cache time zones on disk', head: 'cache-timezones' }],
      },
      {
        name: 'notebook',
        description: 'Private notes',
        language: 'TypeScript',
        isPrivate: true,
        issues: ['Book the venue'],
        pullRequests: [{ title: 'Draft the spring talk', head: 'spring-talk' }],
      },
    ],
  },
  {
    login: 'muxi-ai',
    name: 'MUXI',
    scopes: ['repo', 'read:org'],
    repositories: [
      {
        name: 'runtime',
        description: 'Agents, served',
        language: 'Go',
        isPrivate: false,
        issues: ['Document the health endpoint'],
        pullRequests: [{ title: 'Stream tool results', head: 'stream-tool-results' }],
      },
      {
        name: 'roadmap',
        description: 'What comes next',
        language: 'Markdown',
        isPrivate: true,
        issues: ['Price the enterprise tier'],
        pullRequests: [{ title: 'Plan the second quarter', head: 'second-quarter' }],
      },
    ],
  },
]
