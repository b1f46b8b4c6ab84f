/**
 * Databricks, at the workspace.
 *
 * docs.databricks.com: personal access tokens, SCIM API ("Get current user"), IP access lists.
 */
import { asBearer, defineProvider, HEX, plainField, siteOf, tokenField } from './facts.ts'

/** Databricks and its tokens. */
export const databricks = defineProvider({
  id: 'databricks',
  name: 'Databricks',
  credentialName: 'personal access token',
  fields: [
    plainField('host', 'workspace (dbc-a1b2.cloud.databricks.com)', ['DATABRICKS_HOST'], {
      aliases: ['site', 'url', 'workspace', 'domain'],
    }),
    tokenField('personal access token', ['DATABRICKS_TOKEN']),
  ],
  tokens: [
    {
      source: 'docs.databricks.com',
      rows: [
        ['token', 'dapi', HEX, 32, { left: 'word', shape: /dapi[0-9a-f]{29,32}(?:-\d)?(?![A-Za-z0-9])/y }],
      ],
    },
  ],
  locate: siteOf({
    field: 'host',
    zones: ['cloud.databricks.com', 'azuredatabricks.net', 'gcp.databricks.com'],
  }),
  inject: asBearer,
  check: {
    url: '/api/2.0/preview/scim/v2/Me',
    good: { identity: { key: 'id', name: 'userName' } },
    rules: [
      { status: [401, 403], body: { message: /^Invalid (?:access )?token/i }, means: 'rejected' },
      { status: 403, body: { message: /IP access list/i }, means: 'forbidden' },
    ],
  },
  tokenPage: ({ web }) => `${web}/settings/user/developer/access-tokens`,
})
