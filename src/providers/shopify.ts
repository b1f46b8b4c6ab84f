/**
 * Shopify: tokens of the Admin API, at the customer's shop.
 *
 * shopify.dev: access tokens (also expiring ones), Admin REST "Shop" and "AccessScope", response status codes.
 */
import {
  ANY,
  defineProvider,
  factAt,
  HEX,
  inHeader,
  plainField,
  siteOf,
  tokenField,
  type Ask,
  type CheckMeaning,
  type Rule,
  type Source,
  type Verdict,
} from './facts.ts'

const RULES: readonly Rule<CheckMeaning>[] = [
  { status: 401, body: { errors: /Invalid API key or access token/i }, means: 'rejected' },
  { status: 403, body: { errors: /scope|merchant approval/i }, means: 'scope' },
  { status: [402, 423], body: { errors: ANY }, means: 'unavailable' },
  { status: 430, body: {}, means: 'rate-limited' },
  // There is no such shop.
  { status: 404, body: { errors: 'Not Found' }, means: 'incomplete' },
]

const scopesOf: Source = (facts) => {
  const scopes = factAt(facts, 'access_scopes')
  return Array.isArray(scopes)
    ? scopes.map((scope) => factAt({ ...facts, body: scope as unknown }, 'handle'))
    : undefined
}

async function checkShopify(ask: Ask): Promise<Verdict> {
  const shop = await ask.probe({
    url: '/admin/api/2026-07/shop.json',
    good: { identity: { key: 'shop.id', name: 'shop.myshopify_domain' } },
    rules: RULES,
  })
  if (shop.verdict !== 'valid') return shop
  const scopes = await ask.probe({
    url: '/admin/oauth/access_scopes.json',
    good: { body: { access_scopes: ANY }, identity: 'anonymous', scopes: scopesOf },
    rules: RULES,
  })
  return scopes.verdict === 'valid' ? { ...shop, scopes: scopes.scopes } : shop
}

/** Shopify and its tokens. */
export const shopify = defineProvider({
  id: 'shopify',
  name: 'Shopify',
  credentialName: 'Admin API access token',
  fields: [
    plainField('shop', 'shop (acme.myshopify.com)', ['MYSHOPIFY_DOMAIN', 'SHOPIFY_STORE_DOMAIN'], {
      aliases: ['store', 'site', 'domain', 'host', 'url'],
    }),
    tokenField('Admin API access token', ['SHOPIFY_ACCESS_TOKEN', 'SHOPIFY_TOKEN']),
  ],
  tokens: [
    {
      source: 'shopify.dev: access tokens',
      rows: [
        ['token', 'shpat_', HEX, [32, 64]],
        ['token', 'shpca_', HEX, [32, 64]],
        ['token', 'shppa_', HEX, [32, 64]],
        ['client secret', 'shpss_', HEX, [32, 64]],
      ],
    },
  ],
  locate: siteOf({ field: 'shop', zones: ['myshopify.com'] }),
  inject: inHeader('x-shopify-access-token'),
  check: checkShopify,
  tokenPage: 'https://admin.shopify.com/settings/apps/development',
  connect: {
    authorization: '/admin/oauth/authorize',
    token: '/admin/oauth/access_token',
    scopes: [],
    scopeSeparator: ',',
    pkce: false,
    clientAuthentication: 'post',
    tokenParameters: { expiring: '1' },
  },
  refresh: { refreshToken: 'rotates', accessLifeSeconds: 3600, idleLifeDays: 90 },
})
