/**
 * The fixed rules for the few short things people say to a question: yes, no, cancel, try again, what is that?
 *
 * They decide before any secret is looked for, also while a password is awaited, so they match whole messages only.
 */
import type { HelpTopic } from '../../../machines/readings.ts'
import { readHelp } from './phrases-help.ts'
import { readForeignAnswer } from './phrases-languages.ts'

/** A short message that is known by its wording alone. `keep` and `remove`: "save it", "delete it", a yes or a no by what was asked. */
export type Phrase =
  | {
      readonly kind: 'yes' | 'no' | 'cancel' | 'again' | 'keep' | 'remove' | 'later' | 'start-over' | 'undo'
    }
  | { readonly kind: 'help'; readonly topic: HelpTopic }

const LEAD =
  '(?:(?:please|actually|oh|oops|whoops|ah|hey|ok|okay|well|hm+|um|uh|sorry|just|then|no wait|wait|hold on)[,! ]+)*'
const TAIL =
  '(?:[, ]+(?:please|now|then|thanks|thank you(?: very much)?|thx|for now|i guess|i think|ok(?:ay)?|sorry|instead|anyway))*'
const whole = (words: string): RegExp => new RegExp(`^${LEAD}(?:${words})${TAIL}$`)

const IT = '(?:it|that|this|them|the (?:token|key|password|account))'
const KEEP_IT = `(?:add|save|store|keep|connect) ${IT}`
const REMOVE_IT = `(?:remove|delete|disconnect|discard|drop|forget|throw away) ${IT}`

/** What is refused, in a refusal: "I won't share my token". */
const WHAT =
  '(?:(?:it|that|this|one|mine|anything|any (?:token|key|password)s?|(?:my|the|a) (?:[\\w-]+ ){0,3}(?:token|key|password|credentials?|secret|account|data))(?: (?:with|to) (?:you|anyone|anybody|a bot))?)'
const GIVE =
  '(?:do|give|giving|share|sharing|send|sending|tell|telling|paste|pasting|hand|handing|type|typing|provide|providing|connect|connecting)(?: you)?(?: over)?'
/** When it may be done instead. */
const LATER =
  '(?:later|tomorrow|tonight|next time|next week|some ?time|another (?:day|time)|some other (?:day|time)|in a (?:bit|while)|when i have (?:time|it))'

const CANCEL = whole(
  `(?:no,? )?(?:cancel(?: ${IT})?|cancle|cancell|stop(?: (?:it|that|this|asking))?|never ?mind|nvm|forget (?:it|that|about (?:it|that))` +
    `|abort|exit|quit|not (?:right )?(?:now|today|yet)|(?:maybe |some ?time )?later|(?:maybe|perhaps) ${LATER}|another (?:day|time)|(?:(?:i'll|i will|let me|let's|we can|i can) )?(?:do|add|give you|get to|come back to) ${IT} ${LATER}` +
    `|(?:please )?(?:remind|ask) me(?: again)? ${LATER}|leave it|skip(?: ${IT})?|i(?:'ve| have)? changed my mind|i(?:'d| would)? (?:rather|prefer) not(?: to)?(?: ${GIVE}(?: ${WHAT})?)?` +
    `|i (?:don't|do not|dont) (?:want|wanna|wish)(?: to)?(?: (?:${GIVE}(?: ${WHAT})?|it|that|this))?(?: any ?more)?` +
    `|(?:no way[, ]+)?i(?:'m| am)? (?:won't|will not|wont|will never|can't|cannot|cant|not going to|not gonna|refuse to|not)(?: ${GIVE}(?: ${WHAT})?)` +
    `|(?:no way[, ]+)?i (?:won't|will not|wont|can't|cannot|cant|refuse|am not going to|'m not going to)` +
    `|i(?:'m| am) not (?:comfortable|happy|ok(?:ay)?) (?:with|about) (?:it|that|this|sharing ${WHAT}|giving (?:you )?${WHAT})` +
    `|i (?:don't|do not|dont) trust (?:you|this|it|that)|(?:don't|do not|dont) (?:bother|ask(?: (?:me )?again)?)|let's not|no longer needed` +
    `|i (?:don't|do not|dont) need (?:it|that|this)(?: any ?more)?|(?:let's|let us) (?:drop|skip|forget|stop) (?:it|that|this)` +
    `|(?:it )?doesn't matter(?: any ?more)?)`,
)
const NO = whole(
  `(?:no|nope|nah|n|no way|hell no|absolutely not|certainly not|of course not|definitely not|not a chance|no chance|rather not|(?:please )?(?:don't|do not)(?: ${KEEP_IT}| ${REMOVE_IT}| do (?:it|that))?)` +
    `(?:[, ]+(?:no|(?:don't|do not)(?: ${KEEP_IT}| ${REMOVE_IT}| do (?:it|that))?|${KEEP_IT}|${REMOVE_IT}|leave it))*`,
)
const YES = whole(
  '(?:yes|yep|yeah|yea|yup|yup|ya|y|sure|sure thing|ok|okay|k|absolutely|definitely|of course|certainly|correct|confirm|confirmed|right|affirmative|why not' +
    "|please do|go ahead|go for it|do it|do that|sounds good)(?:[, ]+(?:yes|sure|do|please(?: do(?: it| that)?)?|go ahead|go for it|do it|do that|i'm sure|i am sure|that's right))*",
)
const YES_LEAD = '(?:(?:yes|yep|yeah|yup|sure|go ahead and)[, ]+)?(?:please )?'
const KEEP = whole(`${YES_LEAD}${KEEP_IT}`)
const REMOVE = whole(`${YES_LEAD}${REMOVE_IT}`)
const AGAIN = whole(
  "(?:(?:can|could) you )?(?:please )?(?:finished|(?:let's )?(?:re-?)?try (?:(?:it|that) )?(?:again|once more|one more time)|again|retry(?: (?:it|that))?|(?:once|one time) more|one more time|check (?:it )?again|done|all (?:done|set)|i'm done|i am done" +
    "|(?:i(?:'ve| have)? )?(?:just )?(?:added|done|did|set|connected|entered) (?:it|that|them|my (?:token|key|account|credentials?|password))" +
    "|(?:it's|it is) (?:added|done|there|set)|ready|continue|go on|resume)(?: (?:there|now))?\\??",
)

const MOMENT = '(?:sec(?:ond)?|moment|minute|min|mo|bit)s?'
const LATER_ON = whole(
  `(?:wait|hold on|hang on|hold it|(?:just |only )?(?:a|one|1|two|2|few|a few) ${MOMENT}|(?:just |only )?a (?:few )?${MOMENT}|brb|be right back|bear with me` +
    `|(?:please )?(?:give me|i need|gimme) (?:a|one|some|a few) (?:${MOMENT}|time|more time)|let me (?:look|check|find|search|see|think|fetch|get)(?: (?:it|that|for it|it up|up|about it))?` +
    `|i(?:'ll| will| have to|'ve to| need to| must) (?:look|check|find|search|think|get|fetch|go get)(?: (?:it|that|for it|it up|about it))?|(?:i'm |i am )?(?:coming|looking|searching|on it|thinking)|not ready)` +
    `(?:[,. ]+(?:wait|hold on|please|let me (?:look|check|find|get|see|think)(?: (?:it|that|for it|about it))?|i'll (?:look|check|find|get)(?: (?:it|that))?|${MOMENT}))*`,
)
const START_OVER = whole(
  "(?:(?:can|could) (?:i|we) |let me |let's |i(?:'d| would)? (?:want|like|need) to )?(?:start (?:over|again|anew|from (?:the )?(?:beginning|scratch|start)|fresh)|begin again|restart|reset|(?:go )?back to the (?:beginning|start)|from (?:the )?(?:beginning|top|scratch))",
)
const UNDO = whole('(?:undo|revert|take (?:it|that) back|change it back|go back)(?: (?:it|that|this))?')

/** No phrase is longer, in UTF-16 units; what is longer is not worth the search. */
const LONGEST_PHRASE = 200

/** Lower case, one blank between words, no final punctuation, no emoji; apostrophes made plain. */
export function plainWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[‘’ʼ]/g, "'")
    .replaceAll(/[\p{Extended_Pictographic}\u{1F3FB}-\u{1F3FF}\u200D\uFE0F]+/gu, ' ')
    .replaceAll(/(?<=^|\s)(?:[:;=]-?[()DPp/|]|<3|\^\^|xd)(?=$|\s)/g, ' ')
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
  if (CANCEL.test(words) || cancelsService(words, serviceWords)) return { kind: 'cancel' }
  if (NO.test(words)) return { kind: 'no' }
  if (YES.test(words)) return { kind: 'yes' }
  if (START_OVER.test(words)) return { kind: 'start-over' }
  if (UNDO.test(words)) return { kind: 'undo' }
  if (LATER_ON.test(words)) return { kind: 'later' }
  if (AGAIN.test(words)) return { kind: 'again' }
  if (KEEP.test(words)) return { kind: 'keep' }
  if (REMOVE.test(words)) return { kind: 'remove' }
  const topic = readHelp(words, serviceWords)
  if (topic !== undefined) return { kind: 'help', topic }
  const foreign = readForeignAnswer(words)
  return foreign === 'help' ? { kind: 'help', topic: 'what' } : foreign && { kind: foreign }
}

const CANCEL_SERVICE =
  /^(?:please )?(?:cancel|stop|forget|skip|leave|drop|never ?mind|no)(?: with| about| adding| connecting| asking (?:for|about))?(?: the| my| your)? (.+?)(?: (?:thing|stuff|setup|question|request|connection|for now|please|now))*$/

/** "Forget GitHub", "cancel the GitHub thing". */
function cancelsService(words: string, serviceWords: readonly string[]): boolean {
  const match = CANCEL_SERVICE.exec(words)
  return match !== null && serviceWords.includes(match[1] ?? '')
}

const WISH =
  /^(?:please )?(?:add|connect|link|set up|remove|disconnect|delete) (?:my |an? |the )?(.+?)(?: (?:account|login|credentials?|key|api key|token|code|pin|password))?(?: please)?$/
const LIST =
  /^(?:(?:please )?(?:show|list)(?: me)?(?: all)?(?: of)? my|(?:which|what)|do i have(?: any| an?)?)(?: (?:connected|\S+))? accounts?(?: (?:do i have|are connected))?\??$/
/** "Show my GitHub repositories": a request that names a service, in more words than a name and a password are. */
const REQUEST =
  /^(?:please |can you |could you )?(?:show|list|check|get|find|open|send|read|fetch|search|create|tell me) \S+(?: \S+)+$/

/** "Add my Crm account", "list my accounts", "show my GitHub issues": a wish beyond doubt, with nothing else in the message. */
export function isPlainWish(words: string, serviceWords: readonly string[]): boolean {
  if (serviceWords.includes(WISH.exec(words)?.[1] ?? '') || LIST.test(words)) return true
  return REQUEST.test(words) && serviceWords.some((word) => ` ${words} `.includes(` ${word} `))
}
