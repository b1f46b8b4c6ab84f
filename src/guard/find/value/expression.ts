/** Tells what a program, a path, an address, a date or a term of the trade looks like: no value, whatever announces it. */
import { wordShare } from './words.ts'

/** `a.b`, `A::B`, `$a->b`, `a?.b`: parts that are names, joined as programs join them. */
const MEMBERS =
  /^[&*!@$#~+-]*(?:[A-Za-z_$][\w$]*(?:(?:\??\.|::|->|\\)[A-Za-z_$#*][\w$]*)+|(?:\.[A-Za-z_$][\w$]*)+)[.;,)\]}\w]*$/
/** A call, an index, a type with parameters, an arrow, an operator, a template. */
const SYNTAX = new RegExp(
  [
    String.raw`^[&*!@$~+-]*[A-Za-z_$][\w$.:>\\-]*(?:\(|\[["'\w$-]*\]|<[A-Za-z(])`, // f(, a[0], List<T
    String.raw`^\.?[A-Za-z_$][\w$]*\(|^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+\[`,
    String.raw`\(\)|=>|->\w|::\w|\?\.\w|\+\+|&&|\|\||[!=<>]==?`,
    String.raw`\]\(|^\(?(?:https?:)?//|^#\d+$|^#[a-z-]+$`, // a link's target, an issue, an anchor
    String.raw`^[A-Za-z_$][\w$]*\[\]|^\[\]\S|^\{\w|\w\}$|^\w+\)[.;,]|[;{]$|[[({]$|^[\w-]+=$|^-----`,
    String.raw`^[A-Za-z]\w*_\{[A-Za-z]+$`, // several names at once: PyObject_{Init, InitVar}
    String.raw`^\(|^\)|^\]|^\}|^\||^\/[\w\\^([].*\/[gimsuy]*$|^\\[bdswux]|\[\^`, // a pattern
    String.raw`'@'|^@[\w./-]+$|^![a-z]+$|^@[\w.-]+(?::\d+)?(?:\/|$)`,
    String.raw`%[sdvqwxfi](?![\w])|%\(\w+\)s|\{\d?\}|\{[a-z_]\w*\}|%\{`, // a format
    String.raw`^(?:process|os|self|this|req|request|res|config|settings|env|ENV|args|params|options|data|user|ctx|context|props|state|event|body|input|form|session|std|System|Deno|import|secrets|vars|var|local|module|github|steps|inputs)\??\.[\w.]+$`,
    String.raw`\]\*|\)\?|\.\*|^\^|\|[^|\s]+\||^[A-Z]<|\]\[`,
    String.raw`^[rbfu]{1,2}["']|^\w+:"|^[\w./-]+#\d+$|^[\w./-]+@(?:v\d|\d+\.\d|[0-9a-f]{40}$)[\w.]*$|^[A-Za-z_]\w*\$\d+$|^--?[A-Za-z]`,
    String.raw`^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^_*[a-z]+(?:_[a-z]+)+$`,
  ].join('|'),
)
/** A type of a program, or several: `string|null`, `readonly`, `[]byte`, `*T`. */
const TYPES =
  /^[*&[\]?]*(?:string|number|boolean|bool|int\d*|uint\d*|float\d*|double|char|byte|bytes|str|any|void|null|nil|none|true|false|undefined|object|array|list|dict|map|buffer|arraybuffer\w*|u?int\d+(?:clamped)?array|float\d+array|promise|record|date|regexp|symbol|function|never|unknown|self|this|static|final|const|readonly)(?:[[\]?*&]*|[|&]\S*)$/i
const CONSTANT =
  /^[-+]?(?:0x[0-9a-f_]+|0b[01_]+|0o?[0-7_]+|\d[\d_]*(?:\.\d+)?(?:e[-+]?\d+)?)(?:u?l{0,2}|n|f|px|em|rem)?(?:$|[,;/)])|^\(?\d\w*\)?<<\d/i

/** `x86_cpu_index_1_edx`, `md-menu-item-24px-v2`: words and numbers only, three and four of them. */
const SNAKE = /^_*(?:[a-z]+\d{0,2}|\d{1,4}[a-z]{0,2})(?:_+(?:[a-z]+\d{0,2}|\d{1,4}[a-z]{0,2})){2,}$/
const BRACKETS = /[<>()[\]{}]/

/** Fingerprints and digests: of public things. */
const FINGERPRINT =
  /^(?:sha(?:1|224|256|384|512)|md5)[:-]\S{20,}$|^[0-9a-f]{2}(?::[0-9a-f]{2}){5,}$|^\$(?:2[abxy]?|apr1|argon2\w*|[156y])\$/i

const ADDRESS =
  /^[a-z]+@[a-z]+$|^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$|^(?:[a-z][a-z0-9+.-]*:)?\/\/|^www\.|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|ai|co|app|de|fr|es|jp|cn|ru|br|in|uk|eu|local|internal|html?|php|jsx?|mjs|cjs|tsx?|py|json|ya?ml|md|txt|env|pem|key|crt|cer|pub|sh|go|rs|java|class|rb|exe|zip|png|jpe?g|gif|svg|pdf|csv|xml|log|cfg|conf|ini|toml|lock|sql|tf|hcl|tpl|css|scss|h|hpp|c|cc|cpp|so|dll|jar|tgz|tar|gz)(?:[/:?#].*)?$/i
const PATH = /^(?:\.{0,2}|~|[A-Za-z]:|\$\w+)[/\\][\w.\-/\\ @%+*{}$]*$|^@?[\w.-]+(?:\/[\w.-]+)+\.\w{1,5}$/
/** Names joined by slashes: packages, pictures of containers, media types, with a tag or a version behind. */
const SLASHED = /^@?[\w.*%${}-]+(?:\/[\w.*%${}-]+)+(?:[:@][\w.^~-]+)?$/
const TIME =
  /^\d{1,4}[-/.:]\d{1,2}(?:[-/.:]\d{1,4})?(?:[T ]?\d{1,2}:\d{2}.*)?Z?$|^\d{1,2}:\d{2}(?::\d{2})?(?:am|pm)?$|^\d{1,2}(?:h|uhr)(?:\d{2})?$/i
const NUMBER = /^[+-]?[$€£¥#]?\d[\d,.]*(?:%|[a-z]{1,3}|k|m|bn|px|ms|kb|mb|gb|st|nd|rd|th)?$/i
const VERSION = /^[~^<>=v]*\d+(?:\.\d+)+(?:[-+.][\w.]+)?\+?$|^[\^~]\d/i
const TERMS =
  /^(?:sha-?\d+|md5|utf-?\d+|base\d+(?:url)?|[hrep]s\d+|oauth\d?|http\d?|ipv\d|python\d?|web\d|x509|ed25519|ed448|x25519|secp\w+|p-?256|aes-?\d*\S*|scram-\S+|a\d{3}(?:kw|gcm|cbc)\S*|rsa-?\d*\S*|ecdsa\S*|dhe?-\S+|ecdhe?-\S+|tls\S*|des-?\S*|mp\d|h\.?26\d|[a-z]\d|\d+[a-z]{1,2}|s3|ec2|k8s|i18n|l10n|a11y|oidc|saml2?|2fa|mfa|b2b|p2p|gpt-?\d\S*|claude-?\S*|iso\d+|q[1-4]|v\d+\S{0,8}|step\d+|level\d+|node\d+|es20\d\d|f\d+|utc[+-]\d+|covid-?\d+|bcrypt\S*|argon2\w*|scrypt\S*|pbkdf2\S*|hmac-?\S*|u2f|fido2|jwt|pkcs\S*|rfc-?\d+|(?:cve|cwe|pep|ghsa)-\S+|msie\d+|win\d+\S*|1password|7-?zip|auth0|http\/\d.*)$/i

/** Tells whether a word is a piece of a program rather than a value in it. */
export function isExpression(word: string): boolean {
  if (TYPES.test(word) || CONSTANT.test(word) || isFingerprint(word) || SNAKE.test(word)) return true
  if (BRACKETS.test(word) && wordShare(word) >= 0.65) return true
  return (MEMBERS.test(word) || SYNTAX.test(word)) && !isDrawnName(word)
}

/** Tells whether a word is the fingerprint or digest of something public. */
export function isFingerprint(word: string): boolean {
  return FINGERPRINT.test(word)
}

/** Tells whether a word is a date, a number, a version, an address, or a term of the trade. */
export function isTerm(word: string): boolean {
  return ADDRESS.test(word) || TIME.test(word) || VERSION.test(word) || TERMS.test(word) || NUMBER.test(word)
}

/** Tells whether a word is the place of a file, or names joined by slashes. */
export function isPath(word: string): boolean {
  return PATH.test(word) || (SLASHED.test(word) && wordShare(word) >= 0.5)
}

/** No names in it, and too long to be one: a secret that happens to be written like a program. */
function isDrawnName(word: string): boolean {
  if (word.length < 8 || wordShare(word) >= 0.4 || !/\d/.test(word) || /[()[\]{}<>|;]/.test(word))
    return false
  return word.length >= 14 || (/[a-z]/.test(word) && /[A-Z]/.test(word))
}
