/**
 * Tells what people say in a chat, requests, questions, statements, greetings, from words that say nothing: while a secret is awaited,
 * the latter may be it.
 *
 * A sentence is known by how it begins or by the small words that hold it together, never by what it is about.
 */
import { COMMON_WORDS } from './everyday-words.ts'

/** Verbs that a request begins with. Words that are as often things ("ship", "star") are not among them. */
const REQUESTS = new Set(
  `show list check get find open create make close merge search read send post fetch look give tell ask add remove delete rename move set put keep
  help write update review summarize summarise explain start stop run buy order book call play turn change fix plan draft translate compare count
  cancel connect disconnect switch choose pick deploy remind schedule reschedule invite assign unassign comment approve reply respond forward share
  sync export import download upload convert calculate compute generate build test debug refactor format print sort filter group label archive
  unarchive restore revert rebase commit push pull clone subscribe unsubscribe follow unfollow notify report analyze analyse describe define rewrite
  rephrase shorten proofread improve suggest recommend rate rank evaluate brainstorm outline log track monitor measure estimate predict verify
  validate investigate browse visit continue proceed repeat restart reset reboot install uninstall upgrade downgrade configure enable disable
  activate deactivate unlock grant revoke transfer pay refund invoice deliver store load edit modify replace insert append copy duplicate combine
  attach detach unlink bring take leave forget remember ignore mark save announce publish release triage reopen resolve reserve postpone
  draw paint design teach learn solve prove answer introduce congratulate contact email mail message text join discuss talk chat speak listen view
  see display hide google what's let lets wait go come use thank welcome prepare organize organise confirm clean empty clear cut watch
  zeig zeige such suche finde mach mache öffne gib erstelle sende schick schicke lösche erkläre übersetze lies schreib schreibe hol
  muestra muéstrame enséñame busca abre haz dame crea envía borra explica traduce lee escribe quiero quisiera necesito puedes podrías
  montre trouve cherche ouvre fais donne crée envoie supprime explique traduis lis écris affiche peux pouvez pourrais pourriez
  mostra mostrami trova cerca apri fai dammi crea invia cancella spiega traduci leggi scrivi vorrei voglio puoi potresti
  mostre abra faça procure crie envie apague explique leia escreva quero preciso
  toon zoek open maak geef stuur verwijder pokaż znajdź otwórz zrób daj wyślij usuń
  покажи найди открой сделай дай создай отправь удали объясни переведи göster bul aç yap gönder sil visa hitta öppna gör ge skicka`.split(
    /\s+/,
  ),
)

/** What may stand before a sentence and says nothing of it. */
const LEAD =
  /^(?:(?:please|pls|ok|okay|so|and|but|well|hey|hi|hello|hallo|hola|also|then|now|just|actually|oh|ah|hm+|no|yes|yeah|sure|thanks|thank you|sorry|first|instead|anyway|btw|by the way|quick question|one more thing|never mind(?: (?:the|that|my) (?:token|key|password))?|forget (?:the|that|my) (?:token|key|password)|forget (?:it|that))(?:[,.!:;]+| |$)\s*)+/u

/** "Can you", "could we", "is there", "do I", "what is": a question, and a request in the form of one. */
const ASKS =
  /^(?:(?:can|could|would|will|should|shall|may|might|do|does|did|is|are|am|was|were|has|have|had|don't|doesn't|didn't|isn't|aren't|won't|can't|couldn't)(?: not)? (?:i|we|you|he|she|they|it|there|this|that|these|those|the|a|an|any|my|your|our|everyone|anyone|somebody|someone)\b|(?:what|what's|whats|which|who|who's|whose|whom|why|how|how's|when|when's|where|where's)\b.* \S|let's \S|i'd like \S|(?:wer|wie|was|wo|wann|warum|welche[rsnm]?|kannst|können|kann|könntest|qué|quién|cómo|dónde|cuándo|cuál|por qué|qui|que|quoi|comment|où|quand|pourquoi|est-ce|chi|cosa|come|dove|quando|perché|quem|onde|wat|waar|wanneer|waarom|kun|co|kto|jak|gdzie|kiedy|кто|что|где|когда|почему|как)\b \S)/u

/** A subject and its verb. What "it", "that" or a thing of mine is called may be the secret itself. */
const STATES =
  /^(?:(?:i|we|you|they|he|she|everyone|everybody|nobody|someone)(?:'m|'re|'s|'ve|'ll|'d)? \S|(?:there|here)(?:'s| is| are| was| were| will| has| have)\b|ich \S+ \S|wir \S+ \S|yo \S+ \S|je \S+ \S|j'\S+ \S|nous \S+ \S|io \S+ \S|eu \S+ \S|ik \S+ \S|ja \S+ \S|я \S+ \S|мы \S+ \S)/u

/** "The build is red", "tests are failing": a verb behind its subject. */
const VERB =
  /^(?!(?:it|its|that|this|password|pass|pin|code|token|key|secret|name|answer|mine)\b|(?:my|the|our) (?:\S+ )?(?:password|pass|pin|code|token|key|secret|name|answer|hint|login)\b)\S+(?: \S+){0,4} (?:is|are|was|were|isn't|aren't|wasn't|has|have|hasn't|does|doesn't|did|didn't|will|won't|can|can't|should|must|failed|fails|broke|needs|looks|says|works|happened|ist|sind|war|hat|es|está|est|sont|é|są|jest)\b/u

const GREETS =
  /^(?:good (?:morning|afternoon|evening|night|day|luck|job|work|point|idea|question)|(?:hi|hello|hey|thanks|thank you|thx|cheers)\b.*|see you\b.*|talk (?:to you )?(?:later|soon|tomorrow)|(?:have a )?(?:nice|great|lovely|good) (?:day|weekend|one|evening|work|job|idea)(?: everyone| all| team)?|well done|happy (?:birthday|new year|holidays|easter)|merry christmas|guten (?:morgen|tag|abend)|gute nacht|buen(?:os|as) \S+|bonne? \S+|buon(?:a|o)?\s?\S+|bo[am] \S+|любой|доброе утро|добрый (?:день|вечер)|welcome back|no problem|my bad|all good|same here|me too|not really|of course|sounds? (?:good|great))(?:[ ,].*)?$/u

/** Words of the questions that are asked to know somebody, whose answers are secrets. */
const FAMILIAR =
  /\bmy (?:\S+ )?(?:maiden|mother'?s?|mum'?s?|mom'?s?|father'?s?|dad'?s?|pet'?s?|dog'?s?|cat'?s?|first|favou?rite|childhood|old|usual|normal|standard|other|work|home|school|birth ?(?:day|place|date)|nick ?name|surname|hometown|street|wife'?s?|husband'?s?|son'?s?|daughter'?s?|kid'?s?|partner'?s?)\b/u

/** "Could be swordfish", "I think it's Kowalski", "try letmein": a guess, and what is guessed. */
const GUESSES =
  /^(?:(?:i|or|and|no|so|well|hm+|ok|it|that|this|then|wait|sorry|the|my|password|pass|token|one|again),? )*(?:(?:could|might|may|must|should|would|can|will) (?:also |just |then )?be|(?:used|ought|supposed) to be|maybe|perhaps|probably|possibly|(?:i )?(?:think|guess|believe|bet|suppose|assume)|(?:not |pretty |fairly )?sure|try|use|take|it's|its|it is|it was|that's|that is|that was|this is)(?: (?:it|it's|its|that|that's|this|is|was|be|could|might|may|with|maybe|the|my|just|or|one|called|of|like|something|a))*[: ]+(.+)$/u

/** Such words in a guess are of a sentence: "maybe tomorrow", "try again". */
const GUESSED_SPEECH =
  /^(?:(?:again|later|tomorrow|today|tonight|now|soon|next|then|not|no|yes|possible|complicated|broken|done|working|wrong|right|fine|ok|okay|good|great|bad|nice|annoying|late|early|too|very|so|really|still|already|here|there|me|you|him|her|them|us|to|in|on|at|for|of|and|or|but|a|an|the|this|that|another|other|some|any|time|day|week|one|more|better|worse|best|easier|faster|slow|strange|weird|odd|funny|true|false|expired|missing|down|up|red|green|urgent|important|enough|all|both|neither|it|what|how|when|where|why|who|we|i|they|should|can|could|would|do|does|did|be|been|have|has|get|go|going|is|are|was|by|with|about|from)(?:[,.!? ]+|$))+$/u

/**
 * Whether a message, in plain words (`plainWords`), is something said: a request, a question, a statement, a greeting.
 *
 * @param known words that say nothing secret besides, like the names of services
 */
export function isUtterance(plain: string, known: readonly string[] = []): boolean {
  if (
    !/[\p{L}\p{N}]/u.test(plain) ||
    !/[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}]/u.test(plain)
  )
    return true
  const words = plain.split(/[\s,;:.!?()"“”„…]+/u).filter((word) => word !== '')
  const isKnown = (word: string): boolean => COMMON_WORDS.has(word) || known.includes(word)
  if (words.every(isKnown)) return true
  const sentence = plain.replace(LEAD, '')
  if (words.length < 2 || sentence === '') return sentence === '' || GREETS.test(plain)
  if (REQUESTS.has(/^[\p{L}']+/u.exec(sentence)?.[0] ?? '') && /\s/.test(sentence))
    return !isGuess(sentence, known)
  if (GREETS.test(plain)) return true
  if (isGuess(sentence, known)) return false
  if (ASKS.test(sentence)) return true
  if (FAMILIAR.test(sentence)) return false
  if (STATES.test(sentence) || VERB.test(sentence)) return true
  return isHeldTogether(plain, words, isKnown)
}

/** A guess at what was asked for, with a word in it that says nothing else. */
function isGuess(sentence: string, known: readonly string[]): boolean {
  const guessed = GUESSES.exec(sentence)?.[1]?.trim()
  if (guessed === undefined || GUESSED_SPEECH.test(guessed)) return false
  const words = guessed.split(/\s+/)
  return (
    words.length <= 4 &&
    !words.every((word) => known.includes(word)) &&
    !/^(?:the|a|an|this|that|another|our|your) \S/.test(guessed)
  )
}

/** A question by its mark, or at least half of it, and two, are small words. */
function isHeldTogether(
  plain: string,
  words: readonly string[],
  isKnown: (word: string) => boolean,
): boolean {
  if (
    /["'“„«][^"'”“»]+["'”“»]/u.test(plain) ||
    !words.every((word) => /^[\p{L}\p{M}\p{N}'’/.@#%$€£+-]+$/u.test(word))
  )
    return false
  const small = words.filter(isKnown).length
  if (plain.endsWith('?') && small >= 1) return true
  return small >= 2 && small * 2 >= words.length
}
