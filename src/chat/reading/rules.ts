/**
 * The rules that read a request about accounts or services out of a message, without a model.
 *
 * A rule fires only where its words leave no doubt: the object of "add" or "remove" has to be made of account words
 * alone, so that "remove the GitHub label" stays an ordinary request. What is in doubt is left open ("maybe"): a tool
 * that needs a credential says so itself.
 */
import type { Reading } from '../../../machines/readings.ts'
import { meansEveryAccount, namedIn } from './accounts.ts'
import { beginsWithAdd, labelBesideSecret, readAdd } from './add.ts'
import { readList } from './list.ts'
import { readManagement } from './management.ts'
import { readUnnamed } from './unnamed.ts'
import { markService, mentionedServices, SERVICE } from './words.ts'
import type { RuleFacts } from './words.ts'

/** A reading, or `maybe`: a service is mentioned, and the rules cannot tell what for. */
export type RuleReading = Reading | { kind: 'maybe'; service: string }

const POLITE =
  /^(?:(?:please|hey|hi|hello|ok|okay|so|and|now|also|then|actually|yes|sure|well)[,!. ]+)*(?:(?:can|could|would|will) you (?:please )?|i(?:'d| would)? (?:want|like|need|have) (?:you )?to |i wanna |let's |let us |help me (?:to )?|go ahead and )?(?:please )?/
const IMPERATIVE =
  /^(?:show|list|check|get|find|open|create|make|close|merge|search|read|send|post|fetch|look|give|how many|any|summarize|summarise|review|update|write|comment|assign|count|are there|do i|did i|have i|pull|push|star|fork|delete|remove|rename|move|invite|notify|archive|go through|see|view|display|reply|tell me|what(?:'s| is| are)?|which)\b/
/** What people keep at services. */
const THINGS =
  /\b(?:repos?|repositor(?:y|ies)|prs?|pull requests?|issues?|notifications?|branch(?:es)?|commits?|gists?|stars|forks|releases?|messages?|channels?|dms?|threads?|e-?mails?|inbox|events?|meetings?|calendar|tickets?|tasks?|boards?|pages?|documents?|docs|files?|folders?|contacts?|deals?|leads?|invoices?|customers?|orders?|projects?|sprints?|builds?|deployments?|workspaces?)\b/
/** Talk about a service, not work with it. */
const TALK = new RegExp(
  `\\bhow\\b(?! (?:many|much))|\\babout (?:[\\w-]+ ){0,2}${SERVICE}|\\b(?:why|explain|examples?|tutorial|difference|alternatives?|best|better|history of|what (?:is|are) (?:an?|the)?)\\b`,
)
/** Accounts are what it is about, not what it is to be done with. */
const ABOUT_ACCOUNTS = /\babout (?:both|all|every|each|my|the)\b/
/** "My GitHub …", "my open issues on GitHub". */
const MINE = new RegExp(
  `\\b(?:my|our) (?:[\\w-]+ )?${SERVICE}|\\b(?:my|our)(?: [\\w-]+){1,4} (?:on|in|at|from|of|to) ${SERVICE}`,
)
/** What is told of something of theirs, and asks for nothing to be done with it: "our GitHub bill doubled, any ideas?" */
const TOLD = new RegExp(
  `^(?:my|our) (?:[\\w-]+ ){0,2}${SERVICE}(?: [\\w-]+){1,4}? (?:is|are|was|were|has|had|went|goes|keeps?|kept|looks?|seems?|feels?|[a-z]{2,}ed)\\b|\\b(?:any ideas?|how come)\\b|^what (?:does|do|did|would|will)\\b.* costs?\\b`,
)
const AT_SERVICE = new RegExp(`\\b(?:on|in|to|from|via|through|at)(?: the)? ${SERVICE}`)

/** Reads a message by the rules, surest first. */
export async function readRequest(facts: RuleFacts): Promise<RuleReading> {
  const words = facts.words.replace(POLITE, '').replace(/[,;]? ?(?:please|thanks|thank you)$/, '')
  const service = mentionedServices(facts.words, facts.services)[0] ?? null
  if (facts.secret !== null) return readSecret(words, facts.secret, service, facts)
  return (
    readList(words, service, facts) ??
    (await readManagement(words, service, facts)) ??
    readAdd(words, service, facts) ??
    (service === null ? await readUnplaced(words, facts) : await readMention(words, service, facts))
  )
}

function readSecret(words: string, secret: string, service: string | null, facts: RuleFacts): RuleReading {
  const label = service === null ? null : labelBesideSecret(words, facts)
  if (
    beginsWithAdd(words) ||
    /\b(?:add|save|store|connect|register|link) (?:it|this|that|them)\b/.test(words)
  ) {
    return { kind: 'add', service, secret, label }
  }
  return { kind: 'secret', service, secret, late: false, standing: 'beside' }
}

/** Whether words begin as a request does. */
export const startsRequest = (words: string): boolean => IMPERATIVE.test(words.replace(POLITE, ''))

/** Questions with a content of their own: "what time is it?" */
const QUESTION =
  /^(?:what|what's|whats|why|how|how's|where|where's|which|who|who's|when|can|could|do|does|did|is|are|am|should|would|will|has|have)\b.* |\S \S.*\?$/
/** Requests that have nothing to do with accounts begin like this. */
const ERRAND =
  /^(?:(?:first|then|next|before that|meanwhile|also|now|instead|actually|please|just|ok|okay|yes|no)[, ]+)*(?:draft|translate|plan|order|book|call|remind|play|turn|set|start|stop|run|calculate|compute|convert|explain|define|describe|help|fix|debug|buy|schedule|generate|draw|design|suggest|recommend|rewrite|shorten|sort|compare|cook|build|test|deploy|install|download|upload|print|copy|paste|save|edit|format|check|prepare|think about|talk about|let's talk)\b.* /

/** Scripts that set no blanks between words: a word of theirs is about two characters long. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/gu

const countWords = (words: string): number =>
  Math.max(words.split(' ').length, (words.match(UNSPACED)?.length ?? 0) / 2)

/** A few words that ask for nothing and tell nothing: no matter of their own. */
export const isNoOtherMatter = (words: string): boolean =>
  countWords(words) <= 4 && !startsRequest(words) && !QUESTION.test(words) && !ERRAND.test(words)

/** No service is mentioned: a request for things as people keep them at services may still say whose. */
async function readUnplaced(words: string, facts: RuleFacts): Promise<RuleReading> {
  const isRequest =
    IMPERATIVE.test(words) && THINGS.test(words) && !TALK.test(words) && !ABOUT_ACCOUNTS.test(words)
  return (isRequest ? await readUnnamed(words, facts) : undefined) ?? { kind: 'none' }
}

/** A service is mentioned: as something of the user's to be worked with, or only talked about? */
async function readMention(words: string, service: string, facts: RuleFacts): Promise<RuleReading> {
  const marked = markService(words, facts.services, service)
  const isTalk = TALK.test(marked)
  const isMine = MINE.test(marked) && !TOLD.test(marked) && !/^(?:how|why|explain)\b/.test(marked)
  const isAct = IMPERATIVE.test(marked) && !isTalk && (THINGS.test(marked) || AT_SERVICE.test(marked))
  if (!isMine && !isAct) return isTalk ? { kind: 'none' } : { kind: 'maybe', service }
  const own = await facts.accounts(service)
  const everyone = own.length > 1 && meansEveryAccount(words, own.length)
  if (everyone) return { kind: 'use', service, accounts: own.map(({ id }) => id) }
  const { accounts, oneOf } = namedIn(marked, own, SERVICE, facts.typed)
  return {
    kind: 'use',
    service,
    accounts: accounts.length > 0 ? accounts : null,
    ...(oneOf ? { oneOf } : {}),
  }
}
