/**
 * Docker Hub: personal access tokens. The first use tells.
 *
 * docs.docker.com: personal access tokens.
 */
import { asBearer, defineProvider, fixedAt, SLUG, tokenField } from './facts.ts'

/** Docker Hub and its tokens. */
export const docker = defineProvider({
  id: 'docker',
  name: 'Docker Hub',
  credentialName: 'personal access token',
  words: ['dockerhub'],
  fields: [tokenField('personal access token', ['DOCKERHUB_TOKEN', 'HUB_PAT_TOKEN'])],
  tokens: [
    {
      source: 'docs.docker.com',
      rows: [
        ['token', 'dckr_pat_', SLUG, 27],
        ['token', 'dckr_oat_', SLUG, 32, { least: 24 }],
      ],
    },
  ],
  locate: fixedAt('https://hub.docker.com', { web: 'https://app.docker.com' }),
  inject: asBearer,
  tokenPage: 'https://app.docker.com/settings/personal-access-tokens',
})
