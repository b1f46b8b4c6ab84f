/**
 * npm: its tokens are known, and go to no address of ours. The first use tells.
 *
 * docs.npmjs.com: about access tokens; github.blog 2021-09-23 (check digits).
 */
import { ALNUM, asBearer, defineProvider, tokenField } from './facts.ts'

/** npm and its tokens. */
export const npm = defineProvider({
  id: 'npm',
  name: 'npm',
  credentialName: 'access token',
  fields: [tokenField('access token', ['NPM_TOKEN'])],
  tokens: [
    {
      source: 'docs.npmjs.com: about access tokens',
      rows: [['token', 'npm_', ALNUM, 36, { checksum: 'base62' }]],
    },
  ],
  locate: () => undefined,
  inject: asBearer,
})
