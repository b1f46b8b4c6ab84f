/**
 * Mailchimp, at the data centre that stands at the end of a key (`…-us19`).
 *
 * mailchimp.com/developer: authentication, API root, errors.
 */
import { asBasic, defineProvider, plainField, siteOf, tokenField, type Inject } from './facts.ts'

/** Basic with any user name: the data centre does. */
const inject: Inject = asBasic('server', 'token')

/** Mailchimp and its keys. */
export const mailchimp = defineProvider({
  id: 'mailchimp',
  name: 'Mailchimp',
  credentialName: 'API key',
  fields: [
    plainField('server', 'data centre (us19)', ['MAILCHIMP_SERVER_PREFIX'], {
      aliases: ['dc', 'region', 'site'],
    }),
    tokenField('API key', ['MAILCHIMP_API_KEY']),
  ],
  locate: siteOf({ field: 'server', zones: ['api.mailchimp.com'], path: '/3.0' }),
  inject,
  check: {
    url: '/',
    good: { identity: { key: 'account_id', name: 'account_name' } },
    rules: [
      { status: 401, body: { title: 'API Key Invalid' }, means: 'rejected' },
      { status: 403, body: { title: /./ }, means: 'forbidden' },
    ],
  },
  tokenPage: 'https://admin.mailchimp.com/account/api/',
})
