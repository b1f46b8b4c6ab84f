/** The languages in which people are answered, by their codes (ISO 639-1): all that are understood but Arabic. */
export const REPLY_LANGUAGES = ['en', 'de', 'es', 'fr', 'pt', 'it', 'ja', 'zh', 'hi', 'ru'] as const

/** One of them. */
export type ReplyLanguage = (typeof REPLY_LANGUAGES)[number]
