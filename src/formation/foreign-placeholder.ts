/**
 * Finds the placeholders of other tools in configured texts: none is filled in here, so a server would be given it as it stands.
 *
 * The forms are those of VS Code's `mcp.json` (`${input:x}`, `${env:X}`), shells, Windows, templates (`{{x}}`), and of documentation
 * (`<TOKEN>`, `YOUR_TOKEN_HERE`).
 */

/** Where a text stands. In `auth` nothing but a credential belongs; elsewhere a dollar or a brace may be meant. */
export type PlaceholderContext = 'auth' | 'env' | 'argument'

interface Form {
  /** As a message names it. */
  readonly shown: string
  readonly pattern: RegExp
  /** Where it is one wherever it stands in the text; elsewhere only as the whole of it, but for a word like `Bearer` before it. */
  readonly anywhere: readonly PlaceholderContext[]
}

const EVERYWHERE = ['auth', 'env', 'argument'] as const

/** The first that fits names the form. */
const FORMS: readonly Form[] = [
  form('${input:…}', /\$\{input:[^{}]*\}/, EVERYWHERE),
  form('${env:…}', /\$\{env:[^{}]*\}/, EVERYWHERE),
  form(
    '${workspaceFolder}',
    /\$\{(?:workspaceFolder|userHome|pathSeparator|command:|config:)[^{}]*\}/,
    EVERYWHERE,
  ),
  form('${…}', /\$\{[^{}]*\}/, ['auth', 'env']),
  form('{{…}}', /\{\{[^{}]*\}\}/, ['auth']),
  form('<…>', /<[^<>]{1,80}>/, ['auth']),
  form('$(…)', /\$\([^()]*\)/, ['auth']),
  form('{env:…}', /\{env:[^{}]*\}/, EVERYWHERE),
  form('%…%', /%[A-Za-z_][A-Za-z0-9_]*%/, []),
  form('$NAME', /\$(?:env:)?[A-Za-z_][A-Za-z0-9_]*/, []),
  form('env.NAME', /(?:process\.env|env|secrets|inputs|vars|user\.credentials)[.:][A-Za-z_][\w.]*/, []),
  form('op://…', /op:\/\/\S+/, ['auth', 'env']),
]

/** A word of a header, which may stand before a placeholder. */
const SCHEME = /^(?:(?:Bearer|Basic|Token|ApiKey|Api-Key)\s+)?/i

/** Words that documentation puts where a secret goes. A letter before or after them makes them parts of another word. */
const STAND_IN = new RegExp(
  [
    '(?<![a-z])(?:your|my|insert|enter|paste|replace|add|put)[-_ ]?(?:[a-z]+[-_ ]){0,5}?(?:token|key|secret|password|pat|credentials?|here|me|this)(?![a-z0-9])',
    '(?<![a-z])(?:token|key|secret|password|pat|value)[-_ ](?:goes[-_ ])?here(?![a-z0-9])',
    '(?<![a-z])change[-_ ]?(?:me|this|it)(?![a-z0-9])',
    '(?<![a-z])(?:placeholder|redacted|todo|tbd|fixme)(?![a-z0-9])',
    '^[x*•.…_-]{3,}$',
    '[_-][x*•.…]{3,}$',
  ].join('|'),
  'i',
)

/** How a placeholder of another tool in the text is written; nothing for a text without one. `plain`: the text without our own. */
export function foreignPlaceholder(plain: string, context: PlaceholderContext): string | undefined {
  const text = plain.trim().replace(SCHEME, '')
  const found = FORMS.find(({ pattern, anywhere }) => {
    const match = pattern.exec(text)
    return match !== null && (anywhere.includes(context) || match[0] === text)
  })
  if (found !== undefined) return found.shown
  // A sentence in `env` may well say "change this".
  const mayBe = context === 'auth' || (context === 'env' && !/\s.*\s.*\s/.test(text))
  return mayBe && STAND_IN.test(text) ? 'YOUR_TOKEN_HERE' : undefined
}

function form(shown: string, pattern: RegExp, anywhere: readonly PlaceholderContext[]): Form {
  return { shown, pattern, anywhere }
}
