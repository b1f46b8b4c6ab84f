/**
 * Tells whether people ask about the very thing they were asked for: what is it, where do I get one, which scopes, is it safe?
 *
 * A question counts only if it is made of words for such questions and nothing else, so that "what is the capital of France?"
 * stays an ordinary message.
 */
import type { HelpTopic } from '../machines/vocabulary.ts'

const ALONE =
  /^(?:help|help me|\?+|(?:what|why|how|where|huh|eh)(?: (?:now|then))?\?*|i (?:don't|do not) (?:know|understand|get (?:it|that))(?: (?:what|how|why|where)\b.{0,40})?|i(?:'m| am) (?:lost|confused)|i (?:don't|do not) have (?:one|it|that|any|an?(?: \w+){1,4})(?: (?:yet|here))?|(?:please )?explain(?: (?:it|that|this))?)$/
const QUESTION =
  /^(?:and |but |so |ok |okay |wait,? |sorry,? |hm+,? )*(?:what|what's|whats|why|how|how's|where|where's|which|who|when|can|could|do|does|is|are|should|would|will|for what)\b/

const LITTLE = words(
  `what what's whats which where where's how how's why who when can could do does did is are am was should would will may might
  must i i'm you we they it its it's that that's this these those the a an my your our me us one ones be been to for of in at on
  from with by and but or so if then as please exactly really actually even here there any some mean meant mean? ok okay wait
  sorry hm hmm not don't else kind type sort about into out up have got after before just only`,
)
const SUBJECT = words(
  `token tokens key keys pat pats credential credentials password passwords secret code login username user name account api
  personal access classic fine-grained app need needs needed require requires required necessary find get getting obtain create
  make generate give type paste enter put click look looks like format difference between long much many days valid expire expires
  explain work works want wanted ask asking do doing settings page link url example`,
)
const SCOPES = words(
  'scope scopes permission permissions right rights privilege privileges read write readonly minimum level levels',
)
const SAFETY = words(
  `safe safely secure secured security privacy private see sees seen view read look looking store stored stores keep kept keeps save
  saved saves encrypted encrypt encryption trust trusted leak leaked share shared happens happen risk risky dangerous others
  anyone anybody else people model ai assistant delete deleted remove revoke`,
)

/** The topic of a question about what is being asked for, or nothing for any other message. */
export function readHelp(plain: string, serviceWords: readonly string[]): HelpTopic | undefined {
  if (ALONE.test(plain)) return 'what'
  if (!plain.includes(' ') || !QUESTION.test(plain)) return undefined
  let rest = ` ${plain.replaceAll(/[?,;:"'`()]+(?= |$)|(?<= )["'`(]+/g, '')} `
  for (const word of serviceWords) rest = rest.replaceAll(` ${word} `, ' ').replaceAll(` ${word}'s `, ' ')
  const said = rest.split(/[ /]+/).filter((word) => word !== '')
  const isKnown = (word: string): boolean =>
    LITTLE.has(word) || SUBJECT.has(word) || SCOPES.has(word) || SAFETY.has(word)
  if (!said.every(isKnown)) return undefined
  const has = (topic: ReadonlySet<string>): boolean =>
    said.some((word) => topic.has(word) && !SUBJECT.has(word))
  if (said.some((word) => /^(?:scope|permission|right|privilege)s?$/.test(word))) return 'scopes'
  if (has(SAFETY)) return 'safety'
  return has(SCOPES) ? 'scopes' : 'what'
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/))
}
