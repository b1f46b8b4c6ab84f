/** Notices that a model asks the user for a credential, and says the official words instead. */

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

/** A text in which no model asks for a credential, and whether one did. */
export interface CheckedReply {
  readonly text: string
  readonly replaced: boolean
}

/**
 * Replaces each sentence in which a model asks the user to hand over a token, key, or password by `official`, said once.
 *
 * A sentence that advises against it stays. Rules for some twenty languages; a sentence needs a word for a credential,
 * and words that ask this user for it.
 */
export function replaceCredentialRequests(text: string, official: string): CheckedReply {
  let replaced = false
  const parts: string[] = []
  for (const [sentence] of text.matchAll(SENTENCE)) {
    if (sentence === '') continue
    if (!asksForCredential(sentence)) {
      parts.push(sentence)
      continue
    }
    if (!replaced) parts.push(official + (/\s$/.exec(sentence)?.[0] ?? ''))
    replaced = true
  }
  return replaced ? { text: parts.join(''), replaced } : { text, replaced }
}

function asksForCredential(sentence: string): boolean {
  if (!CREDENTIALS.test(sentence) || NEGATED.test(sentence) || ELSEWHERE.test(sentence)) return false
  if (HANDS_OVER.test(sentence) && CUES.test(sentence)) return true
  return WANTS.test(sentence) || OTHER_LANGUAGES.test(sentence)
}
