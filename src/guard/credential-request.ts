/** Notices that a model asks the user for a credential, and says the official words instead. */

const VERBS =
  /\b(?:paste|provide|enter|send|share|give|tell|type|supply|submit|post|drop|reply with|what(?:'s| is)|need|require|pegue|pega|env[íi]a|proporciona|introduce|comparte|collez|coller|fournissez|fournir|envoyez|entrez|donnez|gib|geben|sende|schicke?|teile?|eingeben|f[üu]ge?|cole|envie|forne[çc]a|informe|digite|incolla|invia|fornisci|inserisci|plak|stuur|wklej|podaj|wy[śs]lij)\b|пришли|вставь|введи|укажи|отправь|предостав|сообщи|粘贴|提供|输入|發送|发送|贴上|貼り付け|入力|教えて|送って|提供して|붙여|입력|보내|알려|أدخل|الصق|أرسل|पेस्ट|भेज|दर्ज|साझा|बताए|girin|yap[ıi]şt[ıi]r|g[öo]nder|masukkan|kirim|tempel|d[áa]n|nh[ậa]p|g[ửu]i|วาง|ใส่|ส่ง/i
const CREDENTIALS =
  /\b(?:(?:personal )?access tokens?|api[- ]?(?:keys?|tokens?)|tokens?|pats?|pass(?:word|phrase|code)s?|credentials?|secret(?: ?keys?)?s?|(?:api|secret|access|private) keys?|contrase[ñn]a|clave(?: de)? api|clave secreta|credenciales|mot de passe|jeton|cl[ée] (?:d'|d’)?(?:api|acc[èe]s)|identifiants|passwort|kennwort|zugangsdaten|schl[üu]ssel|senha|chave (?:de )?api|chave secreta|credenciais|chiave api|credenziali|wachtwoord|has[łl]o|parola|[şs]ifre\w*|kata sandi|m[ậa]t kh[ẩa]u)\b|токен|пароль|ключ|密码|令牌|密钥|密碼|パスワード|トークン|キー|비밀번호|토큰|كلمة (?:ال)?(?:مرور|سر)|رمز|مفتاح|पासवर्ड|टोकन|कुंजी|รหัสผ่าน|โทเค็น/i
const NEGATED =
  /\b(?:don'?t|do not|never|shouldn'?t|should not|must not|no need|not necessary|won'?t|rather than|instead of)\b[^.!?]{0,40}\b(?:paste|provide|enter|send|share|give|post|type)|не (?:присыл|вставл|отправл|сообщ)|no (?:compartas|pegues|env[íi]es)|ne (?:partagez|collez|donnez)|nicht (?:teilen|senden|eingeben)|n[ãa]o (?:compartilhe|cole|envie)|不要|请勿|しないで/i
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
 * A sentence that advises against it stays. Rules for some twenty languages; a sentence needs a word for handing over
 * and a word for a credential.
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
  return CREDENTIALS.test(sentence) && VERBS.test(sentence) && !NEGATED.test(sentence)
}
