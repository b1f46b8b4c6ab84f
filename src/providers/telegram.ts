/**
 * Telegram: tokens of bots.
 *
 * core.telegram.org/bots/api: authorizing a bot, making requests, getMe.
 */
import { defineProvider, DIGITS, firstOf, fixedAt, inPath, tokenField } from './facts.ts'

/** Telegram and its tokens. */
export const telegram = defineProvider({
  id: 'telegram',
  name: 'Telegram',
  credentialName: 'bot token',
  fields: [tokenField('bot token', ['TELEGRAM_BOT_TOKEN', 'TELEGRAM_TOKEN'])],
  tokens: [
    {
      source: 'core.telegram.org/bots/api: a token in the address of a request',
      rows: [['token', 'bot', DIGITS, [], { left: 'word', shape: /bot\d{8,10}:AA[\w-]{32,33}/y }]],
    },
  ],
  locate: fixedAt('https://api.telegram.org', { web: 'https://t.me' }),
  // Telegram takes it nowhere else.
  inject: inPath('bot'),
  check: {
    url: '/getMe',
    good: {
      body: { ok: true },
      identity: { key: 'result.id', name: firstOf('result.username', 'result.first_name') },
    },
    rules: [
      { status: 401, body: { ok: false, error_code: 401 }, means: 'rejected' },
      { status: 404, body: { ok: false, error_code: 404 }, means: 'rejected' },
    ],
  },
  tokenPage: 'https://t.me/BotFather',
})
