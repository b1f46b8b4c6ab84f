/** Texts that look as if they held a secret, and hold none. Each kind draws its texts; two sets share no kind of sentence. */
import { createHash } from 'node:crypto'
import { ALPHABETS, type Random } from './random.ts'

const { base62, base64, digits, hex, lower, upper36, url } = ALPHABETS

type Make = (random: Random) => string

function uuid(random: Random): string {
  return [8, 4, 4, 4, 12].map((length) => random.text(hex, length)).join('-')
}

function sha(random: Random, algorithm: string): string {
  return createHash(algorithm).update(String(random.next())).digest('hex')
}

function minified(random: Random): string {
  const name = (): string => random.text(lower, random.between(1, 3))
  return Array.from(
    { length: 30 },
    () =>
      `function ${name()}(${name()},${name()}){return ${name()}.${name()}(${random.between(0, 999)})?${name()}:"${random.text(lower, 5)}"}`,
  ).join('')
}

/** The kinds the rules were tuned on. */
export const TUNED_NEGATIVES: readonly Make[] = [
  (random) => `the request id is ${uuid(random)}`,
  (random) => `trace ${uuid(random)} failed, please check`,
  (random) => `fixed in ${sha(random, 'sha1')}`,
  (random) => `git show ${sha(random, 'sha1').slice(0, 10)} and then rebase`,
  (random) => `sha256:${sha(random, 'sha256')} is the image digest`,
  (random) => `md5 of the file: ${sha(random, 'md5')}`,
  (random) => `![logo](data:image/png;base64,iVBORw0KGgo${random.text(base64, 400)}==)`,
  minified,
  (random) => `order number ${random.between(100000, 999999)}-${random.between(1000, 9999)} has shipped`,
  (random) => `tracking 1Z${random.text(upper36, 16)}`,
  () => `use a token like ghp_${'x'.repeat(36)}`,
  () => 'export GITHUB_TOKEN=<YOUR_TOKEN>',
  () => 'OPENAI_API_KEY=sk-...',
  () => `GitHub personal access tokens start with \`ghp_\`, fine-grained ones with \`github_pat_\`.`,
  () => 'What scopes does the token need? Which password policy applies?',
  () => 'Donaudampfschifffahrtsgesellschaftskapitän and antidisestablishmentarianism',
  (random) => `write to ${random.text(lower, 8)}.${random.text(lower, 6)}@example.com`,
  (random) => `we meet at 52.${random.text(digits, 6)}, 13.${random.text(digits, 6)}`,
  () => 'how do I reset my password?',
  () => 'I forgot my password, can you help me?',
  () => 'Password must contain at least 8 characters, one digit and one symbol.',
  (random) => `max_tokens=${random.between(100, 9999)}, temperature=0.7`,
  () => 'const token = await getToken()',
  () => 'password: process.env.DB_PASSWORD',
  () => 'password = os.environ["DB_PASSWORD"]',
  () => 'Authorization: Bearer ${TOKEN}',
  () => 'curl -u user:password https://example.com',
  () => 'postgres://user:password@localhost:5432/db',
  () => '"apiKey": "your-api-key-here"',
  (random) => `the primary key is ${random.between(1, 99999)} and the foreign key user_id`,
  (random) => `https://docs.google.com/document/d/1${random.text(url, 43)}/edit`,
  (random) => `https://www.youtube.com/watch?v=${random.text(url, 11)}`,
  () => 'mein Passwort funktioniert nicht mehr, was tun?',
  () => '¿cómo cambio la contraseña de mi cuenta?',
  () => '密码忘记了怎么办？',
  () => 'パスワードを忘れました。どうすればいいですか？',
  () => 'я забыл пароль от аккаунта',
  (random) => `public key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${random.text(base64, 43)} bob@laptop`,
  (random) =>
    `-----BEGIN CERTIFICATE-----\n${random.text(base64, 64)}\n${random.text(base64, 64)}\n-----END CERTIFICATE-----`,
  (random) =>
    `2026-03-0${random.between(1, 9)}T10:00:00Z INFO [worker-3] job ${uuid(random)} done in ${random.between(10, 900)}ms`,
  (random) => `integrity sha512-${random.text(base64, 86)}==`,
  (random) => `IBAN DE${random.text(digits, 20)}`,
  (random) => `call +49 30 ${random.text(digits, 8)}`,
  () => 'The key takeaway is that tokens are counted per request.',
  () => 'token count: 1532, prompt tokens: 900',
  () => '{"type":"password","required":true,"minLength":8}',
  () => '<input type="password" name="password" placeholder="Password">',
  (random) =>
    `v${random.between(1, 9)}.${random.between(0, 20)}.${random.between(0, 20)}-beta.${random.between(1, 9)} is out`,
  (random) => `pod api-7d9f8b6c5d-${random.text('bcdfghjklmnpqrstvwxz2456789', 5)} restarted`,
  (random) => `${random.between(1, 9)}f3c:00${random.text(hex, 2)}::${random.text(hex, 4)}`,
]

/** The kinds kept aside. */
export const HELD_OUT_NEGATIVES: readonly Make[] = [
  (random) => `correlation-id=${uuid(random)} status=500`,
  (random) => `session ${uuid(random)} closed by peer`,
  (random) => `docker pull nginx@sha256:${sha(random, 'sha256')}`,
  (random) => `ETag: "${sha(random, 'md5')}"`,
  (random) => `Merge commit '${sha(random, 'sha1')}' into release`,
  (random) => `arn:aws:iam::${random.text(digits, 12)}:role/deploy-${random.text(lower, 6)}`,
  (random) => `<img src="data:image/jpeg;base64,/9j/4AAQSkZJRg${random.text(base64, 300)}">`,
  (random) => `invoice INV-${random.between(2020, 2026)}-${random.text(upper36, 8)} is due`,
  (random) => `isbn 978-3-16-${random.text(digits, 6)}-0`,
  (random) => `wallet address 0x${random.text(hex, 40)}`,
  () => 'Set SLACK_BOT_TOKEN to xoxb-your-token-here and restart',
  () => 'api_key = "REPLACE_ME"',
  () => 'password: ********',
  () => 'token: [redacted]',
  () => 'secret: {{ .Values.secret }}',
  () => 'apiKey: ${{ secrets.API_KEY }}',
  () => 'password: !vault |',
  () => 'Stripe secret keys begin with sk_live_ and restricted ones with rk_live_.',
  () => 'Is the API key expired or has it been revoked?',
  () => "I don't want to share my password with you.",
  () => 'Your password was changed yesterday at 10:32.',
  () => 'The token expires after 3600 seconds and is refreshed automatically.',
  () => 'Please rotate the key every 90 days.',
  () => 'def check_password(self, password: str) -> bool:',
  () => 'if (password !== confirmPassword) throw new Error("Passwords differ")',
  () => 'SELECT id, password_hash FROM users WHERE token IS NOT NULL',
  () => 'token = request.headers.get("X-Auth-Token")',
  () => 'password=$(cat /run/secrets/db_password)',
  () => 'mysql -u root -p mydb < dump.sql',
  () => 'mkdir -p build/output && ssh -p 2222 deploy@example.com',
  () => 'redis://localhost:6379/0 and http://localhost:3000/login?next=/home',
  (random) => `https://github.com/acme/app/commit/${sha(random, 'sha1')}`,
  (random) => `https://cdn.example.com/assets/main.${random.text(hex, 20)}.js`,
  (random) => `https://www.notion.so/acme/Roadmap-${random.text(hex, 32)}`,
  (random) => `https://figma.com/file/${random.text(base62, 22)}/Design?node-id=0%3A1`,
  (random) => `coordinates (48.${random.text(digits, 5)}, 2.${random.text(digits, 5)}) near Paris`,
  () => 'wie ändere ich mein Passwort? es ist zu kurz',
  () => 'mon mot de passe ne marche plus, que faire ?',
  () => 'esqueci minha senha, como faço para recuperar?',
  () => '비밀번호를 잊어버렸어요. 어떻게 하나요?',
  () => 'मैं अपना पासवर्ड भूल गया हूँ',
  () => 'نسيت كلمة المرور الخاصة بي',
  () => 'şifremi unuttum, yardım eder misin?',
  () => 'the secret of good bread is time; the key is patience',
  () => 'piano key F#4 and map key "north-east"',
  () => 'We pass the basic test; the user is new and the account was created in 2024.',
  () => 'tokens per second: 45.2, total_tokens: 20931',
  () => 'key: value pairs, e.g. name: bob, age: 42',
  () => 'Keyboard shortcut: Ctrl+Shift+P, then press Enter key',
  (random) => `cache key user:${random.between(1, 9999)}:profile:v2`,
  (random) => `idempotency key ${uuid(random)}`,
  (random) => `nextPageToken: "${random.text(base62, 40)}"`,
  (random) => `fingerprint SHA256:${random.text(base64, 43)}`,
  (random) =>
    `build ${random.between(1000, 9999)}.${random.text(hex, 7)} on ${random.text(lower, 5)}-runner-2`,
  (random) => `UPS ${random.text(upper36, 18)}, room B${random.between(100, 400)}`,
  (random) => `mot de passe à changer avant ${random.between(7, 19)}h30, merci`,
  (random) => `the wifi password meeting is at ${random.between(7, 19)}h${random.between(10, 59)}`,
  (random) => `Passwort-Schulung um ${random.between(8, 18)}:15 Uhr im Raum 204`,
  () => 'The new password works. Thanks!',
  () => 'password reset done, thanks!! :)',
  () => 'Got the key, Danke!',
  () => 'I keep every password in 1Password',
  () => 'my password manager is 1Password, before that it was KeePass2',
  () => 'login via Auth0, tokens in 1Password',
]
