/**
 * The fixed rules for the few short things people say to a question: yes, no, cancel, try again, what is that?
 *
 * They decide before any secret is looked for, also while a password is awaited, so they match whole messages only.
 */
import type { HelpTopic } from '../machines/vocabulary.ts'
import { readHelp } from './phrases-help.ts'

/** A short message that is known by its wording alone. `keep` and `remove`: "save it", "delete it", a yes or a no by what was asked. */
export type Phrase =
  | { readonly kind: 'yes' | 'no' | 'cancel' | 'again' | 'keep' | 'remove' }
  | { readonly kind: 'help'; readonly topic: HelpTopic }

const LEAD = '(?:(?:please|actually|oh|ok|okay|well|hmm|um|sorry|just|wait)[, ]+)*'
const TAIL = '(?:[, ]+(?:please|now|then|thanks|thank you|for now))*'
const whole = (words: string): RegExp => new RegExp(`^${LEAD}(?:${words})${TAIL}$`)

const IT = '(?:it|that|this|them|the (?:token|key|password|account))'
const KEEP_IT = `(?:add|save|store|keep|connect) ${IT}`
const REMOVE_IT = `(?:remove|delete|disconnect|discard|drop|forget|throw away) ${IT}`

const CANCEL = whole(
  `(?:no,? )?(?:cancel(?: ${IT})?|stop(?: (?:it|that|this|asking))?|never ?mind|nvm|forget (?:it|that|about (?:it|that))` +
    `|abort|not (?:now|today|yet)|(?:maybe )?later|another time|leave it|quit|skip(?: ${IT})?|i(?:'ve| have)? changed my mind` +
    `|i(?:'d| would)? rather not|i (?:don't|do not) want (?:to|that|this)|let's not)`,
)
const NO = whole(
  `(?:no|nope|nah|n|no way|rather not|(?:please )?(?:don't|do not)(?: ${KEEP_IT}| ${REMOVE_IT}| do (?:it|that))?)` +
    `(?:[, ]+(?:no|(?:don't|do not)(?: ${KEEP_IT}| ${REMOVE_IT}| do (?:it|that))?|${KEEP_IT}|${REMOVE_IT}|leave it))*`,
)
const YES = whole(
  '(?:yes|yep|yeah|yea|yup|y|sure|ok|okay|absolutely|definitely|of course|certainly|correct|confirm|confirmed|right|affirmative' +
    "|please do|go ahead|go for it|do it|do that|sounds good)(?:[, ]+(?:yes|sure|do|go ahead|do it|do that|i'm sure|i am sure|that's right))*",
)
const YES_LEAD = '(?:(?:yes|yep|yeah|yup|sure|go ahead and)[, ]+)?(?:please )?'
const KEEP = whole(`${YES_LEAD}${KEEP_IT}`)
const REMOVE = whole(`${YES_LEAD}${REMOVE_IT}`)
const AGAIN = whole(
  "(?:(?:can|could) you )?(?:please )?(?:try (?:it )?again|again|retry|once more|check (?:it )?again|done|all (?:done|set)|i'm done|i am done" +
    "|i(?:'ve| have)? (?:just )?(?:added|done|did|set|connected|entered) (?:it|that|them|my (?:token|key|account|credentials?|password))" +
    "|(?:it's|it is) (?:added|done|there|set)|ready|continue|go on|resume)(?: (?:there|now))?\\??",
)

/** No phrase is longer, in UTF-16 units; what is longer is not worth the search. */
const LONGEST_PHRASE = 200

/** Lower case, one blank between words, no final punctuation; apostrophes made plain. */
export function plainWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[‘’ʼ]/g, "'")
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/[\s.!…]+$/, '')
}

/**
 * The phrase a whole message is, or nothing.
 *
 * @param serviceWords what people call the service that is being asked about, so that "where do I get a GitHub token?" is understood
 */
export function readPhrase(text: string, serviceWords: readonly string[] = []): Phrase | undefined {
  if (text.length > LONGEST_PHRASE) return undefined
  const words = plainWords(text)
  if (CANCEL.test(words)) return { kind: 'cancel' }
  if (NO.test(words)) return { kind: 'no' }
  if (YES.test(words)) return { kind: 'yes' }
  if (AGAIN.test(words)) return { kind: 'again' }
  if (KEEP.test(words)) return { kind: 'keep' }
  if (REMOVE.test(words)) return { kind: 'remove' }
  const topic = readHelp(words, serviceWords)
  return topic === undefined ? undefined : { kind: 'help', topic }
}

const QUESTION_START =
  /^(?:what|what's|whats|why|how|how's|where|where's|which|who|who's|when|can|could|do|does|did|is|are|am|should|would|will|has|have)\b/

/** Whether a message is a question beyond doubt: it begins and ends like one. A passphrase may do one of the two. */
export function isPlainQuestion(words: string): boolean {
  return words.includes(' ') && words.endsWith('?') && QUESTION_START.test(words)
}

const WISH =
  /^(?:please )?(?:add|connect|link|set up) (?:my |an? |the )?(.+?)(?: (?:account|login|credentials?|key|token))?(?: please)?$/

/** "Add my Crm account": the wish said again, beyond doubt, with nothing else in the message. */
export function isPlainWish(words: string, serviceWords: readonly string[]): boolean {
  return serviceWords.includes(WISH.exec(words)?.[1] ?? '')
}
