/**
 * HCP Terraform.
 *
 * developer.hashicorp.com/terraform/cloud-docs: API tokens, Account API, errors.
 */
import { asBearer, defineProvider, firstOf, fixedAt, tokenField } from './facts.ts'

/** HCP Terraform and its tokens. */
export const terraform = defineProvider({
  id: 'terraform',
  name: 'Terraform Cloud',
  credentialName: 'API token',
  words: ['hcp terraform'],
  fields: [tokenField('API token', ['TFE_TOKEN', 'TERRAFORM_TOKEN'])],
  locate: fixedAt('https://app.terraform.io', { selfHosted: '' }),
  inject: asBearer,
  check: {
    url: '/api/v2/account/details',
    good: {
      body: { 'data.type': 'users' },
      identity: { key: 'data.id', name: firstOf('data.attributes.username', 'data.attributes.email') },
    },
    rules: [{ status: 401, body: { 'errors.0.title': /^unauthorized/i }, means: 'rejected' }],
  },
  tokenPage: ({ web }) => `${web}/app/settings/tokens`,
})
