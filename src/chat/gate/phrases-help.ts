/**
 * Tells whether people ask about the very thing they were asked for: what is it, where do I get one, which scopes, is it safe?
 *
 * A question counts only if it is made of words for such questions and nothing else, so that "what is the capital of France?"
 * stays an ordinary message.
 */
import type { HelpTopic } from '../../../machines/readings.ts'

const ALONE =
  /^(?:help|help me|(?:what|which|why) (?:for|not|so|that)\?*|for what\?*|how (?:so|come)\?*|(?:pardon(?: me)?|sorry|come again|say that again|is there (?:another|any other|no other) way)\?+|\?+|(?:what|why|how|where|huh|eh)(?: (?:now|then))?\?*|i (?:don't|do not) (?:know|understand|get (?:it|that))(?: (?:what|how|why|where)\b.{0,40})?|i(?:'m| am) (?:lost|confused)|idk|no idea(?: what (?:it|that|this) is)?|(?:please )?explain(?: (?:it|that|this))?)$/
/** "I don't have a token yet": whoever lacks what is asked for wants to know where to get it. */
const LACKS =
  /^(?:(?:sorry|but|well|hm+)[, ]+)*i (?:(?:do not|don't|dont|haven't|have not)(?: even| actually)? (?:have|got)|have(?: got)? no) (.+)$/
const QUESTION =
  /^(?:and |but |so |ok |okay |wait,? |sorry,? |hm+,? )*(?:what|what's|whats|why|how|how's|where|where's|which|who|when|can|could|do|does|is|are|should|would|will|for what)\b/

const LITTLE = words(
  `what what's whats which where where's how how's why who when can could do does did is are am was should would will may might
  must i i'm you we they it its it's that that's this these those the a an my your our me us one ones be been to for of in at on
  from with by and but or so if then as please exactly really actually even here there any some mean meant mean? ok okay wait too yet now
  has had instead another earth text plain afterwards alternative hold going
  else's again well enough later you're possible have i'll you'll by way
  sorry hm hmm not don't else kind type sort about into out up have got after before just only`,
)
const SUBJECT = words(
  `token tokens key keys pat pats credential credentials password passwords secret code login username user name account api
  personal access classic fine-grained app need needs needed require requires required necessary find get getting obtain create
  make generate give type paste enter put click look looks like format difference between long much many days valid expire expires
  explain work works want wanted ask asking do doing settings page link url example use used uses using tick select pick
  purpose reason`,
)
const SCOPES = words(
  'scope scopes permission permissions right rights privilege privileges read write readonly minimum level levels admin full box boxes',
)
const SAFETY = words(
  `safe safely secure secured security privacy private see sees seen view read look looking store stored stores keep kept keeps save
  saved saves encrypted encrypt encryption trust trusted leak leaked share shared happens happen risk risky dangerous others
  data information anyone anybody else people model ai assistant delete deleted remove removed revoke revoked kept stolen hacked somebody someone everyone everybody`,
)
/** Of people, only what they may see or get is a question about the secret. */
const PEOPLE = words(
  'boss manager company employer colleague colleagues coworkers team admins administrator developers you',
)
const SEEING = words('see sees seen view read look looking share shared get access know use leak trust')

const IT =
  '(?:it|that|this|one|them|my (?:token|key|password|credentials?|account|data|secret)s?|(?:the|a) (?:token|key|password|credential|secret)s?)'

/** Questions that are about the credential beyond doubt, by what they want to know. */
const TOPICS: readonly (readonly [HelpTopic, RegExp])[] = [
  [
    'retry-time',
    /^(?:so |and |but )*(?:when|how (?:long|soon)|until when)\b.* (?:try|again|wait|paused?|locked|unlocked)(?: again)?\??$/,
  ],
  [
    'refusal',
    /^(?:so |and |but )*(?:what (?:happens |will happen )?(?:if|when)|what if) i (?:say no|don't|do not|refuse|decline|won't|say cancel)\b.*$/,
  ],
  [
    'revocation',
    new RegExp(
      `^(?:how|where|can) (?:do|can|could|would|will) ?(?:i )?(?:take|get|delete|remove|revoke|undo|end|withdraw|cancel)(?: ${IT})?(?: back| again| later)*\\??$|^can i (?:take ${IT} back|revoke ${IT}|remove ${IT}|delete ${IT})(?: again| later| afterwards| any time| at any time)*\\??$`,
    ),
  ],
  [
    'expiry',
    new RegExp(
      `^(?:when|how soon) (?:does|will|do) ${IT} (?:expire|run out|end)\\??$|^does ${IT} (?:ever )?(?:expire|run out)\\??$|^how long (?:is|will) ${IT} (?:be )?(?:valid|good|last)\\??$`,
    ),
  ],
  [
    'usage',
    new RegExp(`^(?:who|what) (?:has |have )?used ${IT}\\??$|^(?:who|what) (?:has|had) access to ${IT}\\??$`),
  ],
  [
    'choice',
    /^(?:and |so )?which (?:account|one) (?:will|would|do|are) you (?:use|going to use|using|take)\??$/,
  ],
  [
    'storage',
    new RegExp(
      `^(?:and |so |but )?(?:where|how) (?:is|are|will|do you|does) ?(?:${IT} )?(?:be )?(?:stored?|kept|keep|saved?)(?: ${IT})?\\??$|^(?:and |so |but )?what (?:happens|will happen|do you do) (?:to|with) ${IT}\\??$`,
    ),
  ],
  [
    'visibility',
    new RegExp(
      `^(?:and |so |but )?(?:can|could|will|do) (?:you|the (?:ai|model|assistant|bot)) (?:see|read|view|know) ${IT}\\??$`,
    ),
  ],
]

/** The topic of a question about what is being asked for, or nothing for any other message. */
export function readHelp(plain: string, serviceWords: readonly string[]): HelpTopic | undefined {
  if (/^why(?: not| so| that)?\?*$/.test(plain)) return 'reason'
  if (ALONE.test(plain)) return 'what'
  const subject = TOPICS.find(([, form]) => form.test(plain))?.[0]
  if (subject !== undefined) return subject
  const lacked = LACKS.exec(plain)?.[1]
  const isQuestion = QUESTION.test(plain) || plain.endsWith('?')
  if (!plain.includes(' ') || (lacked === undefined && !isQuestion)) return undefined
  let rest = ` ${(lacked ?? plain).replaceAll(/[?,;:"'`()]+(?= |$)|(?<= )["'`(]+/g, '')} `
  for (const word of serviceWords) rest = rest.replaceAll(` ${word} `, ' ').replaceAll(` ${word}'s `, ' ')
  const said = rest.split(/[ /]+/).filter((word) => word !== '')
  const isSeen = said.some((word) => SEEING.has(word))
  const isKnown = (word: string): boolean =>
    [LITTLE, SUBJECT, SCOPES, SAFETY].some((set) => set.has(word)) || (isSeen && PEOPLE.has(word))
  if (!said.every(isKnown)) return undefined
  // Without a question word in front, it has to name what is asked for: "classic or fine-grained?"
  if (
    !QUESTION.test(plain) &&
    !said.some((word) => NAMING.test(word) || (lacked !== undefined && POINTING.test(word)))
  )
    return undefined
  if (lacked !== undefined) return 'what'
  // "What can you do?" is made of little words alone, and is about nothing in particular.
  if (!said.some((word) => !LITTLE.has(word) || POINTING.test(word))) return undefined
  const has = (topic: ReadonlySet<string>): boolean =>
    said.some((word) => topic.has(word) && !SUBJECT.has(word))
  if (/\b(?:read|write|admin)(?:[- ]only)? (?:access|enough|ok)\b/.test(rest)) return 'scopes'
  if (said.some((word) => /^(?:scope|permission|right|privilege)s?$/.test(word))) return 'scopes'
  if (has(SAFETY)) return 'safety'
  return has(SCOPES) ? 'scopes' : 'what'
}

const NAMING =
  /^(?:tokens?|pats?|keys?|credentials?|passwords?|classic|fine-grained|scopes?|permissions?|account)$/
/** Points to what was just asked for: "why?", "what is that?" */
const POINTING = /^(?:it|it's|its|that|that's|this|these|those|them|one|ones|any|why|mean)$/

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/))
}
