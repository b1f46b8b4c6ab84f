import { expect } from 'vitest'
import { shopify } from '../../../src/providers/shopify.ts'
import { HEX, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const token = `shpat_${randomText(32, HEX)}`
const given = { shop: 'acme', token }
const site = 'https://acme.myshopify.com'
const shop = {
  status: 200,
  body: { shop: { id: 690_933_842, name: 'Acme', myshopify_domain: 'acme.myshopify.com' } },
}
const scopes = {
  on: `GET ${site}/admin/oauth/access_scopes.json`,
  status: 200,
  body: { access_scopes: [{ handle: 'read_products' }, { handle: 7 }, null] },
}
const whose = { key: '690933842', name: 'acme.myshopify.com' }
const says = (status: number, errors: string) => ({ status, body: { errors } })

testProvider({
  provider: shopify,
  given,
  on: `GET ${site}/admin/api/2026-07/shop.json`,
  good: [shop, scopes],
  told: 0,
  means: { ...whose, scopes: ['read_products'] },
  identity: 'shop.id',
  sees: ({ headers }) => expect(headers).toMatchObject({ 'x-shopify-access-token': token }),
  tokens: [token, `shpca_${randomText(64, HEX)}`],
  rows: [
    ['no scopes told', [shop, { ...scopes, ...says(403, 'no') }], whose],
    [
      'a bad token',
      says(401, '[API] Invalid API key or access token (unrecognized login or wrong password)'),
      'rejected',
    ],
    [
      'a token of few scopes',
      says(403, '[API] This action requires merchant approval for read_shop scope.'),
      'scope',
    ],
    ['a shop that is frozen', says(402, 'Unavailable Shop'), 'unavailable'],
    ['a shop that is locked', says(423, 'Locked'), 'unavailable'],
    ['a shop that is none', says(404, 'Not Found'), 'incomplete'],
    ['a shop that thinks it is attacked', says(430, 'Security Rejection'), 'rate-limited'],
    ['an address that is not Shopify’s', [], 'incomplete', { given: { shop: 'acme.evil.example', token } }],
    [
      'an address that hides another',
      [],
      'incomplete',
      { given: { shop: 'evil.example/acme.myshopify.com', token } },
    ],
  ],
})
