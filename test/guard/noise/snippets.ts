/** Programs and settings as they are pasted into chats, in languages whose packages are not on every machine. */

type Named<Value> = readonly (readonly [name: string, value: Value])[]

/** Nothing in them is a secret, whatever words they use. */
export const PROGRAMS_WITHOUT_SECRETS: Named<string> = [
  [
    'Go, a token source',
    `func (s *TokenSource) Token() (*oauth2.Token, error) {
	token, err := s.cache.Get(s.key)
	if err != nil || token.Expired() {
		token = s.base.Token2(ctx)
	}
	secret := corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: "app-tls-2024"}}
	keys := map[string][]byte{"tls.key": keyPEM, "tls.crt": certPEM}
	return token, nil
}`,
  ],
  [
    'Go, struct tags and options',
    'type Config struct {\n\tPassword string `json:"password" env:"DB_PASSWORD2"`\n\tAPIKey   *Secret `yaml:"api_key,omitempty"`\n\tTokenTTL time.Duration\n}\nopts := []Option{WithToken(os.Getenv("TOKEN_V2")), WithKey(k[:16])}',
  ],
  [
    'Rust, matching tokens',
    `impl Parser {
    fn next_token(&mut self) -> Result<Token, ParseError2> {
        let token = self.tokens[self.pos].clone();
        match token.kind { TokenKind::Ident => self.parse_ident2(token), _ => Err(token.into()) }
    }
    pub fn with_key(mut self, key: impl Into<Secret<String>>) -> Self { self.key = key.into(); self }
}
let password = rpassword::prompt_password2("Password: ")?;`,
  ],
  [
    'Java, Spring Security',
    `@Bean
SecurityFilterChain filterChain(HttpSecurity http) throws Exception {
    OAuth2AuthorizationCodeGrantRequest token = accessTokenResponse.getToken();
    private final OneTimeTokenService2 tokenService;
    String password = passwordEncoder.encode(user.getPassword());
    assertThat(token.getTokenValue()).isEqualTo(TestTokens.TOKEN_1);
    return http.csrf(csrf -> csrf.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())).build();
}`,
  ],
  [
    'PHP, Laravel',
    `$token = $this->tokens->create($user);
$credentials = $request->only('email', 'password');
$key = $this->generateRandomKey2();
'password' => ['required', 'confirmed', Rules\\Password::defaults()],
$user->forceFill(['password' => Hash::make($password), 'remember_token' => Str::random(60)]);`,
  ],
  [
    'Ruby',
    `validates :password, presence: true, length: { minimum: 8 }
def token = @token ||= Token2.new(user: self)
params.require(:user).permit(:email, :password, :api_key_v2)
raise KeyError2, key unless hash.key?(key)`,
  ],
  [
    'Terraform',
    `resource "aws_secretsmanager_secret_version" "db" {
  secret_id     = aws_secretsmanager_secret.db_2024.id
  secret_string = random_password.db.result
}
variable "db_password" {
  type      = string
  sensitive = true
}
master_password = var.db_password_v2
kms_key_id      = data.aws_kms_key.by_alias2.arn`,
  ],
  [
    'Kubernetes',
    `apiVersion: v1
kind: Pod
spec:
  containers:
    - name: app
      env:
        - name: DB_PASSWORD
          valueFrom:
            secretKeyRef:
              name: app-db-credentials-2024
              key: password
      volumeMounts:
        - name: tls-v2
          mountPath: /etc/tls
  imagePullSecrets:
    - name: regcred-v2`,
  ],
  [
    'a workflow of an action',
    `- uses: actions/checkout@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # pin v3.5.0
  with:
    token: \${{ secrets.GITHUB_TOKEN_2 }}
- run: gh auth login --with-token < token2.txt
- uses: docker/login-action@v3
  with:
    username: \${{ github.actor }}
    password: \${{ secrets.REGISTRY_PASSWORD }}`,
  ],
  [
    'a Helm template',
    `{{- if .Values.auth.enabled }}
  password: {{ .Values.auth.password2 | b64enc | quote }}
  tls.key: {{ include "app.tlsKey2" . }}
  token: {{ required "token is required" .Values.fastly.token_v2 }}
{{- end }}`,
  ],
  [
    'TypeScript types and members',
    `interface Store { key: string; token?: Uint8Array; keys: readonly Buffer[]; password: BinaryLike }
const [first] = tokens.range[0]
if (operatorToken.kind === SyntaxKind.EqualsToken2) return lastToken.source.substring(1)
export declare const OnDuplicateKeyNode: OnDuplicateKeyNodeFactory2;`,
  ],
  [
    'C, constants',
    `#define GPCT_EXT_PIN 0x0002
#define TLS1_TXT_DHE_PSK_WITH_AES_128_CCM "DHE-PSK-AES128-CCM"
GNUTLS_PKCS_NULL_PASSWORD = 1<<8,
int ssl_set_pin(PKCS8_PRIV_KEY_INFO *p8inf, const char *pass2);`,
  ],
  [
    'C#',
    `public async Task<Token2> GetTokenAsync(string key, CancellationToken cancellationToken2 = default)
{
    var password = configuration["Database:Password2"];
    services.AddSingleton<ITokenProvider2, TokenProvider2>();
    return await client.GetAsync<Token2>(key, cancellationToken2);
}`,
  ],
  [
    'Kotlin and Swift',
    `val token: OneTimeToken2 = repository.findByKey(key2) ?: throw TokenNotFound2(key)
let password = passwordField.text2 ?? ""
let key = SecKeyCreateRandomKey(attributes2 as CFDictionary, &error)`,
  ],
  [
    'questions about programs',
    `TypeError: Cannot read properties of undefined (reading 'token') at /app/dist/index.js:10:5
Why is credentials.accounts[0] undefined?
please pin actions/checkout@8f4b7f84864484a7bf31766abe9204da3cbe65b3
kubectl get secret my-app-tls-2024 -n prod1
the key is live_events_2024_10_us_east_1_partition_7 and the class md-menu-item-with-icon-24px-v2
\`encryption.keys[0].state\` and \`credential.hosts[0]\` are printed`,
  ],
  [
    'Markdown',
    `- correctly send API key ([#1635](https://github.com/openai/openai-node/issues/1635)) ([08f6178](https://github.com/openai/openai-node/commit/08f6178))
- add \`key2\` to package.json
| token | type |
|---|---|
| \`access_token\` | [OAuth2Token](#oauth2token) |
See [Key Management](docs/key/functions/generateKeyPair2.md) and [RFC7009 - OAuth 2.0 Token Revocation][revocation].
Release GPG key: 9554F04D7259F04124DE6B476D5A82AC7E37093B`,
  ],
  ...['password=XXX', 'passwd=ZZZ', 'db_password=xxx', 'password=???', 'user_password=QQQ'].map(
    (standIn) => [`put in place, ${standIn}`, `f(/password=[^&]*/g, '${standIn}')`] as const,
  ),
  ...[
    'then pass its pointer to PyObject_{Init, InitVar} for filling in',
    'then pass its pointer to TyObj_{Init, Free} for it',
    'my pass is given to GcObj_{Track, Untrack}',
    'password is read by MyPwd_{Open, Close}',
    'the password goes to XkbDpy_{Lock, Free}',
  ].map((sentence) => ['several names at once, ' + sentence, sentence] as const),
  [
    'addresses of a manual',
    'https://abc:xyz@example.com, https://abc:123@example.com/, ftp://user:pw@host, redis://u:p@localhost, amqp://me:x1@mq',
  ],
  [
    'Go, fields of a structure and their tags',
    'type file struct {\n\tClientID     string     `json:"client_id"`\n\tClientSecret string     `json:"client_secret"`\n\tAccessToken  string     `json:"access_token"`\n}\n\nba.Accounts = append(ba.Accounts, Account{\n\tUsername: username,\n\tPassword: b64Pwd,\n})',
  ],
  [
    'Go, the user and password of documentation in base64',
    `if headerAuth != "Basic ${Buffer.from('CLIENT_ID:CLIENT_SECRET').toString('base64')}" {\n\tt.Errorf("unexpected")\n}\nauthorization: "Basic ${Buffer.from('some-user:notsosecret').toString('base64')}",`,
  ],
  [
    'Terraform, imports and a change log',
    '# importing the value as base64 string\nterraform import random_bytes.basic "8/fu3q+2DcgSJ19i0jZ5Cw=="\n\n* resource/random_password: `number` was deprecated in favour of `numeric`',
  ],
  [
    'a manual',
    'You can configure the following networks:\n- reconnect+tcp\n- reconnect+udp\n\nSessions are persisted via hashed-password cookies.',
  ],
]

const put =
  (before: string, after: string) =>
  (value: string): string =>
    before + value + after

/** One literal in each is a secret: a password, or a short key. */
export const PROGRAMS_WITH_A_SECRET: Named<(value: string) => string> = [
  ['Go', put('func main() {\n\tpassword := "', '"\n\tclient.Login("bob", password)\n}')],
  ['Rust', put('fn main() {\n    let db_password = "', '";\n    connect(&db_password);\n}')],
  ['Java', put('class Db {\n    private static final String PASSWORD = "', '";\n}')],
  ['PHP', put("<?php\nreturn [\n    'username' => 'bob',\n    'password' => '", "',\n];")],
  ['Terraform', put('resource "aws_db_instance" "main" {\n  username = "bob"\n  password = "', '"\n}')],
  ['YAML', put('database:\n  host: db.internal\n  username: bob\n  password: ', '\n  pool: 5')],
  ['TOML', put('[database]\nuser = "bob"\npassword = "', '"\nport = 5432')],
  ['an env file', put('APP_ENV=prod\nDB_PASSWORD=', '\nDB_HOST=db')],
  [
    'properties',
    put('spring.datasource.username=bob\nspring.datasource.password=', '\nspring.jpa.show-sql=true'),
  ],
  ['Python', put('def connect():\n    return pg.connect(user="bob", password="', '")')],
  ['TypeScript', put("const pool = new Pool({\n  user: 'bob',\n  password: '", "',\n})")],
  ['a comment in a program', put('const x = load()\n// the password is ', '\nrun(x)')],
]
