/**
 * Lint: the strict type-checked set of typescript-eslint, and the rules of this house.
 *
 * A rule is switched off only with its reason beside it. `REVEALING` is the list of files that may turn a secret into text.
 */
import eslint from '@eslint/js'
import tseslint from 'typescript-eslint'

/** File to the reason why it may call `Secret.reveal()`. `test/architecture` fails for an entry that is no longer needed. */
export const REVEALING = {
  'src/cli/remote/credentials.ts': 'sends a value that a person gave to the server that is to store it',
  'src/credentials/examine.ts':
    'looks at the shape, to tell a Slack token from a GitHub one before anything is sent',
  'src/credentials/check.ts': 'checks the checksum of a token before the service is asked',
  'src/credentials/store.ts': 'keeps a name that holds a part of the secret out of what is shown',
  'src/guard/scrub/scrub.ts':
    'builds what it looks for: the value in each spelling in which it could come back',
  'src/tools/call-credentials.ts':
    'gives the scrubber the values, and finds one that the model wrote into an argument',
  'src/tools/stdio/environment.ts': "puts the credential into its own server's environment",
  'src/tools/http/request-values.ts': 'puts the credential into requests to its own server',
  'src/open/encryption.ts': 'the salt of the formation, which is configuration and not a secret of a user',
  'src/oauth/authorization-of-grant.ts': 'gives an open connection the access token for its next request',
  'src/oauth/revocations.ts': 'tells a service which grant of its own to end',
  'src/oauth/clients.ts': 'the id of a client, which stands in the address that its users are sent to',
  'src/oauth/connecting.ts': 'seals the code of a device until the service is asked by it',
  'src/oauth/token-request.ts':
    'puts the client and what it asks by into a request to its own token endpoint',
  'src/providers/inject.ts': 'puts a credential into a request to its own service',
  'src/secret.ts': 'defines it',
  'src/vault/accounts/grant.ts': 'what is known of a grant beside its tokens, none of it secret',
  'src/vault/keys/choose.ts': 'checks the strength of the configured key',
}

const REVEAL = {
  selector:
    ':matches(MemberExpression[property.name="reveal"], MemberExpression[property.value="reveal"], ObjectPattern > Property[key.name="reveal"])',
  message: 'A secret becomes text only in the files of REVEALING (eslint.config.js), each with its reason.',
}

/** `use` lends bytes; to make text of them is to reveal. */
const LENT_TO_TEXT = {
  selector:
    'CallExpression[callee.property.name="use"] CallExpression[callee.property.name=/^(toString|decode)$/]',
  message: 'Text made of lent bytes cannot be zeroed. Work on the bytes, or reveal() where that is allowed.',
}

const ONLY_CRYPTO =
  'Only src/vault/sealing/crypto.ts uses it; for random ids there is globalThis.crypto.getRandomValues.'

const CRYPTO = { paths: ['node:crypto', 'crypto'].map((name) => ({ name, message: ONLY_CRYPTO })) }

/** The other ways to it: `import()`, `require` by whatever name, `process.getBuiltinModule`, `import x = require()`. */
const CRYPTO_ASKED_FOR = ['[value=/^(node:)?crypto$/]', '[quasis.0.value.raw=/^(node:)?crypto$/]'].flatMap(
  (text) =>
    [
      `ImportExpression > ${text}.source`,
      `CallExpression > ${text}.arguments`,
      `TSExternalModuleReference > ${text}.expression`,
    ].map((selector) => ({ selector, message: ONLY_CRYPTO })),
)

/** A name that is put together when it is asked for is seen by no rule. */
const UNKNOWN_IMPORT = {
  selector: 'ImportExpression > :not(Literal).source',
  message: 'Name what is imported as a plain text, so that the rules on imports see it.',
}

/** What is forbidden also where secrets may be revealed. */
const NOWHERE = [LENT_TO_TEXT, UNKNOWN_IMPORT, ...CRYPTO_ASKED_FOR]

const DIRECTIVE = /^\s*eslint-(?:disable|enable)/

/** @type {import('eslint').Rule.RuleModule} */
const suppressionReason = {
  meta: { type: 'problem', schema: [], messages: { missing: 'Say after "--" why this rule is wrong here.' } },
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        if (DIRECTIVE.test(comment.value) && !/ -- \S+ \S+/.test(comment.value)) {
          context.report({ loc: comment.loc ?? { line: 1, column: 0 }, messageId: 'missing' })
        }
      }
    },
  }),
}

export default tseslint.config(
  { ignores: ['**/*.generated.ts', 'dist/', 'coverage/', '.cache/', '.keyturn/', '**/node_modules/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  { plugins: { keyturn: { rules: { 'suppression-reason': suppressionReason } } } },
  {
    rules: { 'keyturn/suppression-reason': 'error', 'no-restricted-syntax': ['error', REVEAL, ...NOWHERE] },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/ban-ts-comment': [
        'error',
        {
          'ts-expect-error': 'allow-with-description',
          'ts-ignore': true,
          'ts-nocheck': true,
          minimumDescriptionLength: 10,
        },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // `(x) => void f(x)` and `onClose: () => stop()` are short and clear.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Numbers print as people expect.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // An async function may have nothing to wait for where a port asks for a promise.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/only-throw-error': ['error', { allowRethrowing: true, allowThrowingUnknown: true }],
      // Ports are records of functions, none of which uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      // At the borders (callers in JavaScript, rows of a database) a value may not be what its type says, and is checked.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-conversion': 'off',
      // Spreading a text gives its code points, which is what is wanted wherever it is done.
      '@typescript-eslint/no-misused-spread': 'off',
      // Classes of invisible and combining characters are what the guard looks for.
      'no-misleading-character-class': 'off',
      // Our errors have no `cause`: it could hold a secret (src/errors.ts).
      'preserve-caught-error': 'off',
      // TypeScript itself reports these, and knows better.
      '@typescript-eslint/no-unused-vars': 'off',
      'no-undef': 'off',
      'no-restricted-imports': ['error', CRYPTO],
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly'])),
    },
  },
  { files: Object.keys(REVEALING), rules: { 'no-restricted-syntax': ['error', ...NOWHERE] } },
  {
    files: ['src/vault/sealing/crypto.ts'],
    rules: { 'no-restricted-imports': 'off', 'no-restricted-syntax': ['error', REVEAL, LENT_TO_TEXT] },
  },
  {
    files: ['test/**', 'bench/**', 'examples/**', 'src/testing/**'],
    rules: {
      // Here secrets are made up, and checked.
      'no-restricted-syntax': 'off',
      'no-restricted-imports': 'off',
    },
  },
)
