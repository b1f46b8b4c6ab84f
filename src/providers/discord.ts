/**
 * Discord: tokens of bots, and of OAuth.
 *
 * docs.discord.com: API reference (authentication, user agent), rate limits (10,000 bad answers in ten minutes ban an address), OAuth2.
 */
import { asBearer, defineProvider, fixedAt, holds, inHeader, SLUG, tokenField, type Inject } from './facts.ts'

/** Without it, Cloudflare answers instead of Discord. */
const USER_AGENT = 'DiscordBot (https://discord.com, 10)'

const asBot = inHeader('authorization', 'Bot ')

/** A bot's token has three parts; one of OAuth has one. */
const inject: Inject = (request, fields, now) => (holds(fields, '.') ? asBot : asBearer)(request, fields, now)

/** Discord and its tokens. */
export const discord = defineProvider({
  id: 'discord',
  name: 'Discord',
  credentialName: 'bot token',
  fields: [tokenField('bot token', ['DISCORD_TOKEN', 'DISCORD_BOT_TOKEN'])],
  tokens: [
    {
      source: 'docs.discord.com: webhooks, multi-factor tokens',
      rows: [
        [
          'webhook',
          'discord.com/api/webhooks/',
          SLUG,
          [],
          { shape: /discord\.com\/api\/webhooks\/\d{15,21}\/[\w-]{50,}/y },
        ],
        [
          'webhook',
          'discordapp.com/api/webhooks/',
          SLUG,
          [],
          { shape: /discordapp\.com\/api\/webhooks\/\d{15,21}\/[\w-]{50,}/y },
        ],
        ['token', 'mfa.', SLUG, 84, { left: 'word', least: 60 }],
      ],
    },
  ],
  locate: fixedAt('https://discord.com/api/v10', { web: 'https://discord.com' }),
  inject,
  check: {
    url: '/users/@me',
    headers: { 'user-agent': USER_AGENT },
    good: { identity: { key: 'id', name: 'username' } },
    rules: [
      { status: 401, body: { code: 0 }, means: 'rejected' },
      { status: 403, body: { code: 40_333 }, means: 'unavailable' },
    ],
  },
  tokenPage: 'https://discord.com/developers/applications',
  connect: {
    authorization: 'https://discord.com/oauth2/authorize',
    token: 'https://discord.com/api/oauth2/token',
    revocation: 'https://discord.com/api/oauth2/token/revoke',
    scopes: ['identify'],
    pkce: true,
    clientAuthentication: 'basic',
  },
  refresh: { refreshToken: 'rotates', accessLifeSeconds: 604_800 },
})
