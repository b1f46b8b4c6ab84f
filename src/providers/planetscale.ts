/**
 * PlanetScale: a service token and its id, in one header. The first use tells.
 *
 * planetscale.com/docs: service tokens.
 */
import { defineProvider, DOTTED, fixedAt, inHeader, SLUG, tokenField } from './facts.ts'

/** PlanetScale and its tokens. */
export const planetscale = defineProvider({
  id: 'planetscale',
  name: 'PlanetScale',
  credentialName: 'service token',
  fields: [tokenField('service token', ['PLANETSCALE_SERVICE_TOKEN', 'PLANETSCALE_TOKEN'])],
  tokens: [
    {
      source: 'planetscale.com/docs',
      rows: [
        ['token', 'pscale_tkn_', SLUG | DOTTED, [43, 32]],
        ['token', 'pscale_oauth_', SLUG | DOTTED, [43, 32]],
        ['password', 'pscale_pw_', SLUG | DOTTED, [43, 32]],
      ],
    },
  ],
  locate: fixedAt('https://api.planetscale.com', { web: 'https://app.planetscale.com' }),
  inject: inHeader('authorization'),
  tokenPage: 'https://app.planetscale.com',
})
