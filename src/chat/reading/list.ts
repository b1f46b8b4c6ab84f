/** The rules that read "which accounts do I have?" and "what used my account?" out of a message. */
import type { Reading } from '../../../machines/readings.ts'
import { bare, markService, SERVICE, withoutService } from './words.ts'
import type { RuleFacts } from './words.ts'

const LIST =
  /^(?:(?:list|show|see|view|display|give)(?: me)?(?: all)?(?: of)?(?: my| the)?(?: connected| stored| linked)?|what are(?: all)? my(?: connected| stored| linked)?|(?:which|what)(?: of my)?(?: connected| stored)?|do i have(?: any| an?)?|how many|my(?: connected)?)\b/
const TAIL =
  /^(?:do i have|have i got|have i (?:added|connected|stored|linked)|are (?:there|connected|stored|available|linked|set up|added)|did i (?:add|connect|store|link)|can you use|(?:am i|are you|are we) using|i have|(?:do )?you have|do you know|is (?:connected|in use|being used))(?: (?:here|now|right now|connected|stored|linked|of mine))*$/
/** Said of accounts as a whole, in other words: "accounts?", "which account is in use?", "what is connected?" */
const PLAIN_LIST =
  /^(?:(?:list|show)(?: me)?(?: the)? accounts|accounts|which (?:account|one) (?:is|are)(?: currently| now)? (?:in use|being used|active|used)|(?:remind me|tell me|show me) (?:what|which) accounts (?:i have|are (?:there|connected))|(?:show|list)(?: me)? (?:my |the )?connected (?:services|accounts|apps)|(?:what|which)(?: one| of them)?(?:'s| is) my default)$/
const CONNECTED_TO =
  /^(?:what|which) (?:services|accounts?|apps) (?:am i|are you) (?:connected|signed in|logged in|linked) (?:to|with|in)$/
const WHAT_IS_CONNECTED =
  /^(?:what|who|which)(?: services| accounts)? (?:have i|did i|do i have|is|are)(?: already)? (?:connect|add|link|store|set up)(?:ed|d)?(?: here| so far)?$/

const NOUNS = '(?: (?:accounts?|tokens?|credentials?|keys?|passwords?|login|access|connection))?'
/** "Is GitHub connected?", "do you have my GitHub token?" */
const IS_CONNECTED = new RegExp(
  `^(?:(?:is|are) (?:my |the )?${SERVICE}${NOUNS} (?:already |still )?(?:connected|linked|added|set up|stored|saved)` +
    `|am i (?:already |still )?(?:connected|linked|logged in|signed in)(?: to| with| into)? ${SERVICE}` +
    `|(?:have i|did i|have you|did you)(?: already)? (?:add|connect|link|store|save)(?:ed|d)? (?:my |a |an |any |the )?${SERVICE}${NOUNS}` +
    `|do (?:i|you)(?: already| still)? have (?:my |a |an |any |the )?${SERVICE} (?:accounts?|tokens?|credentials?|key|password|login)(?: connected| stored| saved)?)$`,
)
const USAGE =
  /\b(?:what|who|which|when|show|has (?:anybody|anyone|anything|something|someone))\b.*\b(?:used|uses|accessed|access|touched|done with)\b.*\b(?:my|our)\b.*\b(?:account|token|credential|key)s?\b/
const LAST_USE =
  /^(?:when|how often|by (?:whom|what)|who)\b.*\b(?:my|our)\b.*\b(?:account|token|credential|key)s?\b.*\b(?:used|accessed|touched)(?: (?:last|lately|recently|today|by|for)\b.*)?$/
/** "What is my default account?", "which GitHub account is my default?", "do I have a default account?" */
const DEFAULT = new RegExp(
  `^(?:(?:what|which|who)(?:'s| is| are)?(?: one is)? (?:my|the) (?:${SERVICE} default(?: account)?|default ${SERVICE}(?: account)?|default accounts?)` +
    `|(?:what|which)(?: one)?(?: of)?(?: my)?(?: ${SERVICE})? accounts? (?:is|are) (?:(?:my|the) )?default(?: (?:one|account))?` +
    `|(?:show(?: me)? |tell me )my (?:${SERVICE} )?default(?: ${SERVICE})? account` +
    `|(?:do i have|is there|have i set) a default (?:${SERVICE} )?account)(?: for ${SERVICE})?$`,
)

/** Reads a wish to see accounts or their use; nothing for any other message. */
export function readList(words: string, service: string | null, facts: RuleFacts): Reading | undefined {
  if (words.length > 120) return undefined
  const plain = bare(words)
  if (USAGE.test(words) || LAST_USE.test(plain)) return { kind: 'usage', service }
  if (PLAIN_LIST.test(plain) || CONNECTED_TO.test(plain) || WHAT_IS_CONNECTED.test(plain))
    return { kind: 'list', service }
  const marked = markService(plain, facts.services, service)
  if (IS_CONNECTED.test(marked) || DEFAULT.test(marked)) return { kind: 'list', service }
  const match = LIST.exec(plain)
  if (match === null) return undefined
  const object = withoutService(plain.slice(match[0].length), facts.services, service)
  const noun = /^(?:connected )?(?:accounts?|credentials?|connections?|tokens?)\b ?(.*)$/.exec(object)
  if (noun === null) return undefined
  const tail = noun[1] ?? ''
  const owned = /\bmy\b/.test(match[0]) || /^do i have/.test(match[0])
  const complete = tail === '' ? owned || service !== null : TAIL.test(tail)
  return complete ? { kind: 'list', service } : undefined
}
