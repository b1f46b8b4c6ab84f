/**
 * The words that announce a secret, in the languages most written in chats, and what they announce.
 *
 * Latin-script stems of other languages may inflect, so up to six letters may follow them; English ones only take an `s`.
 */

/**
 * What a word leads one to expect. `password`: something short a person chose. `token`: something long a machine drew.
 * `pin`: digits. `phrase`: several plain words. `login`: a name and a password together. `network`: a password, or a name and a password.
 * `scheme`: `Bearer`, `Basic`.
 */
export type Expected =
  'password' | 'token' | 'key' | 'secret' | 'pin' | 'phrase' | 'login' | 'network' | 'scheme'

/** One announcing word. */
export interface SecretWord {
  readonly text: string
  readonly expected: Expected
  /** `plural`: only an `s` may follow. `free`: endings of the language may. */
  readonly ending: 'plural' | 'free'
  /**
   * Short or common words count only where a `:`, `=` or "is" follows, or as the last part of a name like `DB_PASS`.
   * `near`: or where the value follows at once.
   */
  readonly weak: boolean | 'near'
}

const english = (expected: Expected, weak: SecretWord['weak'], words: string): SecretWord[] =>
  words.split(', ').map((text) => ({ text, expected, ending: 'plural', weak }))
const inflected = (expected: Expected, words: string): SecretWord[] =>
  words.split(', ').map((text) => ({ text, expected, ending: 'free', weak: false }))

const ENGLISH: readonly SecretWord[] = [
  ...english(
    'password',
    false,
    'password, passwd, pswd, passcode, passwrd, passwort, pasword, passwordnya, passwordku',
  ),
  ...english('password', true, 'pass'),
  ...english('password', 'near', 'pwd, pw, psw, psk, пасс'),
  ...english('phrase', false, 'passphrase, pass phrase, seed phrase, recovery phrase, mnemonic, seed words'),
  ...english(
    'token',
    false,
    'token, tokennya, tokenku, accesstoken, authtoken, bot token, recovery code, backup code, access code',
  ),
  ...english(
    'token',
    true,
    'pat, auth, jwt, cookie, sessionid, session id, session_id, sid, authorization, signature, sas',
  ),
  ...english('key', false, 'key, apikey, accesskey, secretkey, privatekey, authkey, masterkey, signingkey'),
  ...english('secret', false, 'secret, clientsecret, credential, cred'),
  ...english('pin', false, 'pin, pin code, passkey, otp seed'),
  ...english('login', false, 'login, username, userid, user id, log in, logon, signin, sign in, credentials'),
  ...english('login', true, 'user, usr'),
  ...english('network', true, 'wifi, wi-fi, wlan, ssid, hotspot, network, вайфай, вай-фай'),
  ...english('scheme', false, 'bearer, basic, ssws, apitoken'),
]

const LATIN: readonly SecretWord[] = [
  // Spanish, Portuguese, Italian, French, Romanian, Catalan
  ...inflected(
    'password',
    'contraseñ, contrasen, contrasenya, senha, palavra-passe, palavra passe, mot de passe',
  ),
  ...inflected('password', 'mots de passe, mdp, parola, parolă, parole d, clave'),
  ...inflected('key', 'llave, chave, chiave, clé, clef, cle api, cle d, cheie, clau'),
  ...inflected('token', 'jeton, ficha de acceso, zugangstoken, zugriffstoken, zugangscode'),
  ...inflected('secret', 'secreto, segredo, segreto, credenciales, credenciais, credenziali, identifiants'),
  // German, Dutch, Scandinavian
  ...inflected(
    'password',
    'kennwort, kennwört, passwört, wachtwoord, lösenord, losenord, passord, adgangskode, lykilorð',
  ),
  ...inflected('key', 'schlüssel, schluessel, sleutel, nyckel, nøkkel, nøgle'),
  ...inflected('login', 'anmeldung, benutzername, identifiant de connexion, nom d’utilisateur, usuario y'),
  ...inflected('secret', 'zugangsdaten, anmeldedaten, inloggegevens, geheimnis'),
  // Polish, Czech, Slovak, Hungarian, Finnish, Croatian, Turkish, Indonesian, Vietnamese, Tagalog
  ...inflected(
    'password',
    'hasło, haslo, hasła, heslo, hesla, jelszó, jelszav, jelszo, salasana, passwordet, passordet, lozinka, zaporka, geslo',
  ),
  ...inflected('password', 'şifre, sifre, parolam, kata sandi, sandi, kata laluan, mật khẩu, mat khau'),
  ...inflected('key', 'klucz, klíč, klic, kľúč, kulcs, avain, ključ, anahtar, kunci, khóa, khoá, mã khóa'),
  ...inflected('token', 'mã thông báo, tokenim, tokeni, tokenul, tokenet'),
]

const OTHER_SCRIPTS: readonly SecretWord[] = [
  ...inflected(
    'password',
    'парол, гасло, лозинка, код доступа, κωδικ, συνθηματικ, գաղտնաբառ, პაროლ, құпия сөз',
  ),
  ...inflected('key', 'ключ, κλειδ, клуч'),
  ...inflected('token', 'токен, τοκεν'),
  ...inflected('secret', 'секрет, учетные данные, учётные данные'),
  ...inflected(
    'password',
    '密码, 密碼, 口令, パスは, 通行码, 通行碼, パスワード, パスコード, 暗証番号, 合言葉, パスフレーズ',
  ),
  ...inflected(
    'key',
    '密钥, 密鑰, 金鑰, 秘钥, 私钥, 秘密鍵, アクセスキー, シークレットキー, apiキー, キー, 鍵, 钥匙',
  ),
  ...inflected('token', '令牌, 權杖, 权杖, 访问码, トークン, 토큰, 凭证, 凭据, 憑證'),
  ...inflected('secret', 'シークレット, 시크릿, 認証情報, 秘密'),
  ...inflected('password', '비밀번호, 비번, 암호, 패스워드, 패스코드'),
  ...inflected('key', 'api 키, api키, 액세스 키, 비밀 키, 비밀키, 인증키, 키는, 키가, 키:'),
  ...inflected(
    'password',
    'الرقم السري, كلمة المرور, كلمة السر, كلمة مرور, كلمة سر, كلمه السر, كلمه المرور, الباسورد, باسورد, باسوورد',
  ),
  ...inflected('token', 'الرمز, رمز, التوكن, توكن, توکن'),
  ...inflected('key', 'المفتاح, مفتاح, کلید'),
  ...inflected('password', 'رمز عبور, گذرواژه, پسورد, پاس ورڈ, סיסמ, הסיסמ'),
  ...inflected('key', 'מפתח'),
  ...inflected('token', 'טוקן, אסימון'),
  ...inflected('password', 'पासवर्ड, कूटशब्द, पासकोड, পাসওয়ার্ড, கடவுச்சொல், పాస్‌వర్డ్, પાસવર્ડ, ਪਾਸਵਰਡ'),
  ...inflected('token', 'टोकन, টোকেন, டோக்கன்'),
  ...inflected('key', 'कुंजी, एपीआई की, चाबी, এপিআই কী, கீ'),
  ...inflected('password', 'รหัสผ่าน, พาสเวิร์ด, รหัส'),
  ...inflected('token', 'โทเค็น, โทเคน'),
  ...inflected('key', 'คีย์, กุญแจ'),
]

/** All announcing words. */
export const SECRET_WORDS: readonly SecretWord[] = [...ENGLISH, ...LATIN, ...OTHER_SCRIPTS]

/** What stands a little before `pass` or `pw` where a value follows it at once: a user, or what is logged in to. */
export const LOGIN_BEFORE =
  /(?:^|[^a-z])(?:user(?:name)?|usr|login|account|acct|id|ssid|network|wi-?fi|wlan|hotspot|router|smtp|imap|pop3|s?ftp|ssh|vpn|host|server|e-?mail|admin|root|db|database)(?:[^a-z]|$)[^\n]{0,60}$/i

/** What stands a little before `key` or `code` where it opens a network, as a password does. */
export const NETWORK_BEFORE =
  /(?:^|[^a-z])(?:ssid|wi-?fi|wlan|network|hotspot|router)(?:[^a-z]|$)[^\n]{0,48}$/i

/** Words before `key` or `token` that say it is no secret: `primary key`, `next page token`, `public key`. */
export const HARMLESS_BEFORE =
  /(?:^|[^a-z])(?:public|publishable|pub|primary|foreign|partition|sort|range|hash|cache|idempoten\w+|unique|shard|routing|composite|candidate|surrogate|natural|object|dictionary|hot|short|shortcut|arrow|enter|escape|return|shift|ctrl|control|alt|command|cmd|option|tab|delete|any|press|function|answer|translation|i18n|locale|metric|react|row|column|field|record|document|page|pagination|next|prev|previous|continuation|sync|cursor|cancel\w*|abort|csrf|xsrf|max|min|num|number of|total|input|output|prompt|completion|context|special|stop|bos|eos|pad|mask|unk|vocab\w*|lexer|syntax|design|nft|erc|crypto|governance|utility|color|colour|theme|correlation|request|trace|span|device|tracking|reference|shipment|house|car|door|piano|major|minor|off|turn|sort|fingerprint of|gpg|pgp|signing|dedup\w*|sha|md5|etag|commit)[-_ ]{0,2}$/i

/** What follows a word in a name or in prose where no value follows: `password_hash`, `tokenUrl`, `key id`, `password reset`. */
export const HARMLESS_AFTER =
  /^[-_ ]?(?:sha-?\d+|hash\w*|ids?\b|id[_=:]|names?\b|types?\b|counts?\b|limits?\b|lengths?\b|len\b|sizes?\b|ur[li]s?\b|endpoints?\b|paths?\b|files?\b|filenames?\b|polic\w+|expir\w+|expires?\w*|ttl\b|lifetime|fields?\b|regex|patterns?\b|min\b|max\b|confirm\w*|resets?\b|recovery\b|hints?\b|salts?\b|digest|algorithm\w*|versions?\b|labels?\b|prefix\w*|suffix\w*|index\b|rings?\b|stores?\b|managers?\b|vaults?\b|providers?\b|errors?\b|invalid|valid\w*|required|enabled|disabled|strength|usage|used\b(?! to be)|budget|buckets?\b|windows?\b|prices?\b|costs?\b|per\b|rates?\b|rotation|rotat\w+|fingerprint|thumbprint|protected|generator|less\b|prompts?\b|input\b|placeholder|changes?\b|changed(?!\s?(?:to\b|[:=]))|dialog|screen|page\b|form\b|based\b|scopes?\b|permissions?\b|format|spac\w+|space\b|words?\b|boards?\b|notes?\b|figures?\b|points?\b|takeaway|findings?\b|features?\b|results?\b|santa|agent|garden|sauce|service\b|ingredient|izer|ization|iz\w+)/i
