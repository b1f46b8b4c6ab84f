/** The shape of `formation.afs`: the brief's fields of `user_credentials` and our own, with their bounds. */
import { z } from 'zod'
import { REPLY_LANGUAGES } from '../../prompts/languages/codes.ts'
import { parseNetwork } from '../net/networks.ts'
import { encryption, ENCRYPTION_FIELDS } from './encryption.ts'
import { wholeNumber } from './whole-number.ts'

/** Minutes an envelope may stay in the cache. */
export const TTL_MINUTES = { least: 1, usual: 60, most: 10_080 } as const

/** Definite rejections until adding is locked. */
export const ATTEMPTS = { least: 1, usual: 3, most: 10 } as const

/** In the chat, at a place of the operator's, or on the one-time page of `keyturn serve`. */
export const MODES = ['dynamic', 'redirect', 'link'] as const

const LONGEST_TEXT = 2_000
const MOST_PROXIES = 100

/** Letters, marks, numbers, blanks and line breaks: no control or direction characters that could disguise a text. */
const CLEAN_TEXT = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]*$/u

const LINK_FAULT = 'may only hold https: links without user name or password.'

function shownText() {
  return z
    .string()
    .transform((text) => text.trim())
    .refine((text) => text !== '', 'is empty.')
    .refine((text) => text.length <= LONGEST_TEXT, `must have at most ${LONGEST_TEXT} characters.`)
    .refine((text) => CLEAN_TEXT.test(text.replace(/[\n\t]/g, ' ')), 'holds control or invisible characters.')
    .refine((text) => !text.includes('${{'), 'is shown to people and cannot hold placeholders.')
}

const promptKey = /^[a-z][A-Za-z0-9-]{0,63}(?:\.[a-z][A-Za-z0-9-]{0,63}){1,3}$/

/** The `user_credentials` block. */
export const userCredentials = z.strictObject({
  mode: z.enum(MODES).optional(),
  redirect_message: shownText().refine(hasOnlyHttpsLinks, LINK_FAULT).optional(),
  language: z.enum(REPLY_LANGUAGES).optional(),
  encryption: encryption.optional(),
  require_https: z.boolean().optional(),
  trusted_proxies: z
    .array(
      z
        .string()
        .refine(
          (text) => parseNetwork(text) !== undefined,
          'must be a network such as 10.0.0.0/8 or an address.',
        ),
    )
    .max(MOST_PROXIES)
    .optional(),
  credential_ttl_minutes: wholeNumber(TTL_MINUTES, ' minutes').optional(),
  max_attempts: wholeNumber(ATTEMPTS, ' attempts').optional(),
  public_url: z
    .string()
    .refine(isPublicUrl, 'must be an https: address without user name, query or fragment.')
    .optional(),
  prompts: z
    .record(z.string(), shownText())
    .superRefine((prompts, context) => {
      for (const key of Object.keys(prompts)) {
        if (promptKey.test(key)) continue
        context.addIssue({
          code: 'custom',
          path: [key],
          message: 'is no name of a prompt, such as collect-inline.ask.',
        })
      }
    })
    .optional(),
})

/** The fields of `user_credentials` by dotted path, for suggestions. */
export const USER_CREDENTIAL_FIELDS: readonly string[] = [
  ...Object.keys(userCredentials.shape),
  ...ENCRYPTION_FIELDS.map((name) => `encryption.${name}`),
]

/** Top-level fields of `formation.afs` that are ours; all others belong to other tools. */
export const FORMATION_FIELDS: readonly string[] = ['schema', 'id', 'user_credentials', 'guard']

/** Whether every link in a text for people is an https: one that carries no credentials. */
function hasOnlyHttpsLinks(text: string): boolean {
  if (/\b(?:javascript|data|vbscript|file|blob):/i.test(text)) return false
  for (const [link, scheme] of text.matchAll(/([a-z][a-z0-9+.-]*):\/\/[^\s<>"']*/gi)) {
    if (scheme?.toLowerCase() !== 'https' || !URL.canParse(link)) return false
    const url = new URL(link)
    if (url.username !== '' || url.password !== '') return false
  }
  return true
}

function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const isBare = url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  return isBare && url.protocol === 'https:'
}
