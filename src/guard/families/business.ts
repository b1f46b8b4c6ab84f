/** Chat, work, payments, shops, mail, and social services, as far as `src/providers/` has none of them: one row a token family. */
import { ALNUM, BASE64, HEX, SLUG, WORD } from '../find/text/characters.ts'
import { families } from './family.ts'

const UUID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'

/** Rows of this subject. */
export const BUSINESS_FAMILIES = [
  ...families(
    'docs.discord.com; core.telegram.org/bots; learn.microsoft.com: Teams webhooks; developers.facebook.com',
    [
      [
        'teams',
        'webhook',
        'webhook.office.com/webhookb2/',
        SLUG,
        [],
        {
          shape: new RegExp(
            `webhook\\.office\\.com/webhookb2/${UUID}@${UUID}/IncomingWebhook/[0-9a-f]{32}/${UUID}`,
            'y',
          ),
        },
      ],
      ['facebook', 'token', 'EAA', ALNUM, [], { left: 'word', least: 80, random: true }],
      ['instagram', 'token', 'IGQV', SLUG, [], { left: 'word', least: 80 }],
      ['instagram', 'token', 'IGAA', SLUG, [], { left: 'word', least: 80 }],
      [
        'twitter',
        'token',
        'AAAAAAAAAAAAAAAAAAAAA',
        ALNUM,
        [],
        {
          left: 'word',
          least: 40,
          shape: /A{21}[A-Za-z0-9]{6,12}(?:%[0-9A-Fa-f]{2}[A-Za-z0-9]*){1,8}[A-Za-z0-9]{30,}/y,
        },
      ],
      ['vk', 'token', 'vk1.a.', SLUG, [], { least: 80 }],
      ['mattermost', 'token', 'mm_', ALNUM, [26], { left: 'word', random: true }],
    ],
  ),
  ...families(
    'linear.app/developers; developers.notion.com; developers.asana.com; airtable.com/developers; www.figma.com',
    [
      ['frameio', 'token', 'fio-u-', SLUG, 64],
      ['calendly', 'token', 'cal_live_', ALNUM, 32],
      ['todoist', 'token', 'todoist_', ALNUM, 40],
    ],
  ),
  ...families(
    'docs.stripe.com/keys; developer.squareup.com; developer.paypal.com; plaid.com/docs; razorpay.com/docs',
    [
      ['square', 'token', 'EAAAE', SLUG, 59, { left: 'word' }],
      ['square', 'token', 'EAAAl', SLUG, 59, { left: 'word' }],
      ['square', 'client secret', 'sq0csp-', SLUG, 43],
      ['square', 'token', 'sq0atp-', SLUG, 22],
      [
        'paypal',
        'token',
        'access_token$production$',
        ALNUM,
        [],
        { shape: /access_token\$production\$[0-9a-z]{16}\$[0-9a-f]{32}/y },
      ],
      [
        'plaid',
        'token',
        'access-',
        SLUG,
        [],
        { left: 'word', shape: new RegExp(`access-(?:sandbox|development|production)-${UUID}`, 'y') },
      ],
      ['razorpay', 'key id', 'rzp_live_', ALNUM, 14],
      ['razorpay', 'key id', 'rzp_test_', ALNUM, 14],
      ['flutterwave', 'key', 'FLWSECK', SLUG, [], { shape: /FLWSECK(?:_TEST)?-[0-9A-Za-z]{12,40}(?:-X)?/y }],
      ['mollie', 'key', 'live_', ALNUM, 30, { left: 'word', random: true }],
      ['mollie', 'key', 'test_', ALNUM, 30, { left: 'word', random: true }],
      ['adyen', 'key', 'AQE', BASE64, [], { left: 'word', shape: /AQE[a-z][A-Za-z0-9+/=]{80,}/y }],
      ['shippo', 'token', 'shippo_live_', HEX, 40],
      ['shippo', 'token', 'shippo_test_', HEX, 40],
      ['easypost', 'key', 'EZAK', ALNUM, 54],
      ['easypost', 'key', 'EZTK', ALNUM, 54],
      ['duffel', 'token', 'duffel_live_', SLUG, 43],
      ['duffel', 'token', 'duffel_test_', SLUG, 43],
      ['gocardless', 'token', 'live_', SLUG, 40, { left: 'word', random: true }],
    ],
  ),
  ...families('shopify.dev: access tokens; sendgrid, mailgun, brevo, resend, mailchimp developer pages', [
    ['mailgun', 'key', 'key-', HEX, 32, { left: 'word' }],
    ['brevo', 'key', 'xkeysib-', SLUG, 81, { least: 60 }],
    ['brevo', 'password', 'xsmtpsib-', SLUG, 81, { least: 60 }],
    ['resend', 'key', 're_', WORD, [33, 32], { left: 'word', least: 20, random: true }],
    ['mandrill', 'key', 'md-', SLUG, 22, { left: 'word', random: true }],
    ['adafruit', 'key', 'aio_', ALNUM, 28, { left: 'word' }],
    ['lob', 'key', 'live_', HEX, 35, { left: 'word' }],
    ['zapier', 'key', 'zpka_', WORD, [], { least: 30 }],
    ['beamer', 'key', 'b_', SLUG, 44, { left: 'word', random: true, shape: /b_[a-z0-9=_-]{44}(?![\w-])/y }],
    ['clerk', 'key', 'ak_live_', ALNUM, [], { least: 30 }],
    [
      'workos',
      'key',
      'sk_live_',
      BASE64,
      [],
      { left: 'word', least: 60, shape: /sk_live_a2V5X[A-Za-z0-9+/=]{30,}/y },
    ],
  ]),
]
