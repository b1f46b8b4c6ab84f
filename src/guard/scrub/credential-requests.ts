/**
 * Notices that a model asks the user for a credential, and says the official words instead.
 *
 * Long because the words of twenty languages stand in it.
 */
import { servicesNamed } from '../find/services.ts'
import { SpokenWords } from './spoken-words.ts'

/** Words by which something is handed over, in English; they ask only beside one of the `CUES`. */
const HANDS_OVER =
  /\b(?:past(?:e|ing)|provid(?:e|ing)|enter(?:ing)?|send(?:ing)?|shar(?:e|ing)|giv(?:e|ing)|tell|typ(?:e|ing)|supply|submit|post|drop|put|copy(?:ing)?|reply with|let me have)\b/i
/** What makes of a mention a request to this user, here. */
const CUES =
  /\b(?:please|kindly|pls|could you|can you|would you|will you|you (?:can|could|may|should|have to|need to|must)|go ahead|just|mind|me|here|below|your|in (?:this|the) (?:chat|message|conversation|thread))\b/i
/** "I need your token", "what is your password?". */
const WANTS =
  /\b(?:(?:I|we)(?:'d|'ll| would| will)?(?: also| still| just)? (?:need|require|want)|need|require) (?:to (?:have|know|see) )?(?:you to |your |the |a |an )|\bwhat(?:'s|’s| is| are) your\b|\bwhat(?:'s|’s| is) the (?:[\w-]+ ){0,2}(?:token|key|password|passphrase|secret)\s*\?/i
const OTHER_LANGUAGES =
  /\b(?:pegue|pega|env[íi]a(?:me)?|m[áa]nda(?:me)?|p[áa]sa(?:me)?|dame|proporciona|introduce|escribe|comparte|compartir|necesito (?:tu|su|el|la)|cu[áa]l es (?:tu|su)|collez|colle|coller|fournissez|fournir|donner|donne|donnez|envoie|envoyez|envoyer|entrez|besoin d(?:e v|e t|u )|quel(?:le)? est (?:votre|ton|ta)|gib|geben|nenne?|sende|schicke?|teile?|brauche (?:ich )?(?:dein|ihr|den|das|noch)|(?:wie lautet|was ist) (?:dein|ihr)|eingeben|einf[üu]gen|f[üu]ge?|cole|envie|forne[çc]a|informe|digite|preciso d|incolla|invia|fornisci|inserisci|mi serv|qual [ée] (?:a |la |il )?(?:sua|seu|tua|tuo)|plak|stuur|geef|wklej|podaj|wy[śs]lij)|пришли|вставь|введи|укажи|отправь|предостав|сообщи|нуж(?:ен|на|но|ны) (?:твой|твоя|ваш)|как(?:ой|ая) у|粘贴|提供|输入|發送|发送|贴上|告诉我|给我|需要[你您]的|[你您]的[^，。]{0,12}是什么|貼り付け|入力|教えて|送って|提供して|(?:キー|トークン|パスワード)が必要|붙여|입력|보내|알려|أدخل|الصق|أرسل|पेस्ट|भेज|दर्ज|साझा|बताए|girin|yap[ıi]şt[ıi]r|g[öo]nder|masukkan|kirim|tempel|\b(?:d[áa]n|nh[ậa]p|g[ửu]i)\b|วาง|ใส่|ส่ง/i
/** It tells of another place, or of what is already known: nothing is asked for. */
const ELSEWHERE =
  /\bnot here\b|\b(?:on|into|in) (?:the|its|their) (?:[\w-]+ )?(?:sign-?in|log-?in|settings|account) (?:page|form)\b|\b(?:they|users?|people|tests?|workflow|function) (?:enter|type|provide|send|give|share)s?\b|\b(?:I|we) (?:have|already|just) \w+(?:ed|ored)\b|\bneed (?:not|no)\b/i
const CREDENTIALS =
  /\b(?:(?:personal )?access tokens?|api[- ]?(?:keys?|tokens?)|tokens?|pats?|pass(?:word|phrase|code)s?|credentials?|secret(?: ?keys?)?s?|(?:api|secret|access|private) keys?|contrase[ñn]a|clave(?: de)? api|clave secreta|credenciales|mot de passe|jeton|cl[ée] (?:d'|d’)?(?:api|acc[èe]s)|identifiants|\w*passwort|kennwort|zugangsdaten|\w*schl[üu]ssel|\w*token|pin|senha|chave (?:de )?api|chave secreta|credenciais|chiave api|credenziali|wachtwoord|has[łl]o|parola|[şs]ifre\w*|kata sandi|m[ậa]t kh[ẩa]u)\b|токен|пароль|ключ|密码|令牌|密钥|密碼|パスワード|トークン|キー|비밀번호|토큰|كلمة (?:ال)?(?:مرور|سر)|رمز|مفتاح|पासवर्ड|टोकन|कुंजी|รหัสผ่าน|โทเค็น/i
const NEGATED =
  /\b(?:don'?t|do not|never|shouldn'?t|should not|must not|no need|not necessary|won'?t|rather than|instead of)\b[^.!?]{0,40}\b(?:paste|provide|enter|send|share|give|post|type|need|require|ask)|не (?:присыл|вставл|отправл|сообщ)|no (?:compartas|pegues|env[íi]es)|ne (?:partagez|collez|donnez)|nicht (?:teilen|senden|eingeben)|n[ãa]o (?:compartilhe|cole|envie)|不要|请勿|しないで/i
/** Sentences end at a stop with a blank behind it, at CJK stops, and at line breaks. */
const SENTENCE = /[^.!?。！？।؟\n]*(?:[.!?](?=\S)[^.!?。！？।؟\n]*)*(?:[.!?。！？।؟]+["'”’)\]]*|\n|$)[ \t]*/gu

/** The one who speaks wants it, wherever it is used then. */
const WANTS_US =
  /\b(?:I|we)(?:'d|'ll|’d|’ll| would| will)?(?: also| still| just)? (?:need|require|want) (?:to (?:have|know|see) )?(?:you to |your )|\bwhat(?:'s|’s| is| are) your\b/i
/** Plainly to us, whatever else the sentence says. */
const TO_US =
  /\b(?:(?:to|with) me|(?:send|give|tell|show|forward|dm) me|(?:in|into) (?:this|the|our) (?:chat|message|conversation|thread)|your next message|reply with|let me have|(?:right|over|directly) here)\b|\bhere(?=\s*(?:[.!?,;]|$|and\b|so\b|then\b))/i
/** Where people type credentials that are none of ours: a program, a page, a file. */
const PLACES =
  /\b(?:when|if|once|until|as) (?:you(?:'re| are) |it )?(?:prompt(?:ed|s)|asked|asks)\b|\bat the (?:[\w-]+ )?prompt\b|\b(?:in|into|to|on|under|at|using|via|through|as|inside)\s+(?:(?:the|your|its|their|a|an)\s+)?(?:[\w.'-]+\s+){0,3}?(?:terminal|shell|console|command line|prompt|cli|dialog|browser|field|box|form|file|page|website|site|portal|settings?|preferences|config\w*|dashboard|header|environment|env|variables?|secrets?|keychain|vault|manager|app|editor|script|workflow|pipeline|repository|repo|server|database|request|window|screen|tab|IDE|Postman|Insomnia|\.\w+)\b|\bim (?:Terminal|Browser|Dialog|Feld|Formular)\b|\bin (?:der|die|das|den) (?:Konsole|Datei|Kommandozeile|Einstellungen|Eingabeaufforderung|Seite)\b|\ben (?:la|el|tu) (?:terminal|consola|navegador|archivo|página|formulario|configuración)\b|\bdans (?:le|la|les|votre|ton) (?:terminal|console|navigateur|fichier|page|formulaire|paramètres)\b|终端|终端机|命令行|配置文件|浏览器|设置页|ターミナル|コマンドライン|ブラウザ|設定ファイル|터미널|브라우저|в терминал|в браузере|в файл/i
/** A step of an instruction. */
const STEP =
  /^\s*(?:[-*•]\s+)?(?:\*\*)?(?:\d+[.)]\s+)?(?:\*\*)?(?:run|execute|open|launch|start|visit|go to|navigate|click|select|choose|press|log in|sign in|install|configure|export|set)\b/i
/** Somebody else is to be asked, or gives: not this user to us. */
const OTHERS =
  /\b(?:ask|tell|have|get|remind|instruct|contact|e-?mail|message|invite|advise|require|prompt|let)s?\s+(?!me\b|us\b|you\b|I\b)(?:[\w'’.-]+\s+){1,5}?(?:to|for|about|enter|provide|send|share|give|type|paste)\b|\b(?:send|give|e-?mail|issue|provide|show|hand|text|get|grant)s? you\b|\b(?:users?|customers?|clients?|visitors?|people|employees|colleagues?|teammates?|guests?|members|attackers?|scammers?|phishers?|he|she|they) (?:will|would|must|should|can|could|may|might|have to|has to|need to|needs to|tries to|try to|always|never)\b/i
/** A credential of somebody else. */
const THEIRS =
  /\b(?:[Tt]heir|[Hh]is|[Hh]er|[Ii]ts|[Ss]omeone(?:'|’)s|[Ss]omebody(?:'|’)s|(?!What|That|It|Here|There|Who|Where|How|Let|He|She)[A-Z][a-z]+(?:'|’)s)\s+(?:[\w-]+\s+){0,3}(?:tokens?|keys?|passwords?|passphrases?|credentials?|secrets?|pins?)\b/
const YOURS = /\byours?\b/i
/** "Paste it here": what was spoken of just before. */
const IT_HERE =
  /\b(?:past(?:e|ing)|send(?:ing)?|shar(?:e|ing)|drop|post|put|type|enter|copy|give|provide)\s+(?:me\s+)?(?:it|them|that|this|one|those)\b[^.!?]{0,40}?\b(?:here|(?:to|with) me|below|(?:in|into) (?:this|the|our) (?:chat|conversation|thread)|your next message)\b/i
/** How many sentences back "it" may refer to. */
const RECALLED = 2
/** "your Netflix password": a name right before the word for the credential. */
const NAMED_OWNER =
  /\b(?:your|the|a|an)\s+((?:[A-Z][\w.&-]*\s+){1,3})(?:(?:personal|access|api|bot|user|secret|refresh|account|login|app)\s+){0,3}(?:tokens?|keys?|passwords?|passphrases?|passcodes?|credentials?|secrets?|pins?)\b/
/** Written with a capital, but the name of no service. */
const NO_NAME =
  /^(?:API|SSH|PIN|PAT|Personal|Access|Bot|Secret|Private|Public|User|App|Application|Account|Admin|Master|Client|Auth|OAuth|Bearer|Refresh|Login|Security|Service|Web|REST|New|Old|Valid|Full|JSON|HTTP|HTTPS|I|ID)$/i

/** What the official words take the place of. */
export interface RequestOptions {
  /** Ids and names of the services a request has to be about, or name none at all. Absent: whatever it is about. */
  readonly services?: readonly string[] | undefined
}

/** A text in which no model asks for a credential, and whether one did. */
export interface CheckedReply {
  readonly text: string
  readonly replaced: boolean
}

/**
 * Replaces each sentence in which a model asks the user to hand over a token, key, or password by `official`, said once.
 *
 * A sentence that advises against it stays, and so do code, quotations, drafts, what others are asked for, what is to be typed
 * elsewhere, and requests that name a service not in `services`. Rules for some twenty languages; a sentence needs a word for a
 * credential, and words that ask this user for it.
 *
 * @example
 * replaceCredentialRequests('Please paste your token here.', 'Please use the secure page.').text
 */
export function replaceCredentialRequests(
  text: string,
  official: string,
  options: RequestOptions = {},
): CheckedReply {
  const reader = new RequestReader(official, options)
  const read = reader.read(text)
  return { text: read, replaced: reader.replaced }
}

/** Reads one answer, in pieces that end where sentences do. */
export class RequestReader {
  readonly #official: string
  readonly #services: ReadonlySet<string> | undefined
  readonly #spoken = new SpokenWords()
  /** How many sentences ago a credential was spoken of. */
  #sinceNamed = Infinity
  #replaced = false

  constructor(official: string, { services }: RequestOptions = {}) {
    this.#official = official
    this.#services = services === undefined ? undefined : new Set(services.flatMap(namesOf))
  }

  /** Whether a request was replaced so far. */
  get replaced(): boolean {
    return this.#replaced
  }

  /** The sentences, with the official words in place of the first request, and nothing in place of the others. */
  read(text: string): string {
    const parts: string[] = []
    for (const [sentence] of text.matchAll(SENTENCE)) {
      if (sentence === '') continue
      if (!this.#isRequest(sentence)) {
        parts.push(sentence)
        continue
      }
      if (!this.#replaced) parts.push(this.#official + (/\s$/.exec(sentence)?.[0] ?? ''))
      this.#replaced = true
    }
    return parts.join('')
  }

  #isRequest(sentence: string): boolean {
    const said = this.#spoken.of(sentence)
    const recalls = this.#sinceNamed < RECALLED
    const names = CREDENTIALS.test(said)
    if (said.trim() !== '') this.#sinceNamed = names ? 0 : this.#sinceNamed + 1
    if (!names) return recalls && IT_HERE.test(said) && !NEGATED.test(said) && !OTHERS.test(said)
    return asksForCredential(said) && !this.#isForeign(said)
  }

  /** It names a service, and none of ours. */
  #isForeign(sentence: string): boolean {
    const ours = this.#services
    if (ours === undefined) return false
    const named = [...servicesNamed(sentence)]
    if (named.some((service) => ours.has(service))) return false
    const owner = NAMED_OWNER.exec(sentence)?.[1]?.trim().split(/\s+/) ?? []
    const names = owner.filter((name) => !NO_NAME.test(name)).map((name) => name.toLowerCase())
    return names.length > 0 && !names.some((name) => ours.has(name))
  }
}

/** A service's id and the words in it: `acme_crm`, `acme`, `crm`. */
function namesOf(service: string): string[] {
  const name = service.toLowerCase()
  return [name, ...name.split(/[^\p{L}\p{N}]+/u).filter((part) => part.length > 2)]
}

function asksForCredential(sentence: string): boolean {
  if (NEGATED.test(sentence) || ELSEWHERE.test(sentence)) return false
  if (OTHERS.test(sentence) || (THEIRS.test(sentence) && !YOURS.test(sentence))) return false
  if (WANTS_US.test(sentence)) return true
  if (!TO_US.test(sentence) && (PLACES.test(sentence) || STEP.test(sentence) || sentence.includes('`')))
    return false
  if (HANDS_OVER.test(sentence) && CUES.test(sentence)) return true
  return WANTS.test(sentence) || OTHER_LANGUAGES.test(sentence)
}
