/** Tells whether a place in a text is a program rather than prose, a log, or settings. */

/** How far around a place is looked, in lines and in UTF-16 units. */
const LINES = 3
const REACH = 320

/** What begins a line in programs of many languages, and hardly ever elsewhere. */
const BEGINS = new RegExp(
  String.raw`^\s*(?:` +
    [
      String.raw`(?:export\s+)?(?:declare\s+)?(?:const|let|var|val|auto)\s+(?:mut\s+)?(?:[\w$]+\s*(?::[^=\n]{1,60})?=|[{[(])`,
      String.raw`(?:my|our|local)\s+[$@%(]`,
      String.raw`(?:import|from|use|using|package|namespace|require|include|extern|mod)\s+[\w.:*"'<>{}/@, -]+(?:;|["'>}])\s*$`,
      String.raw`import\s+[\w.]+(?:\s+as\s+\w+)?\s*$|from\s+[\w.]+\s+import\b`,
      String.raw`(?:export|public|private|protected|internal|static|final|abstract|override|virtual|inline|readonly|async|pub(?:\(\w+\))?|unsafe|partial|sealed|synchronized)\s+(?:static|final|readonly|const|default|async|abstract|class|interface|type|enum|function|fn|func|fun|val|var|void|int|long|bool(?:ean)?|string|byte|[A-Z]\w*(?:<[^\n]{1,60}>)?(?:\[\])?\s+\w+\s*[=;({,]|\w+\()`,
      String.raw`(?:async\s+)?(?:fn|func|fun|function\*?|def|sub|macro_rules!)\s+(?:\([^)\n]*\)\s*)?[\w.!?=]+\s*[(<{:\[]`,
      String.raw`(?:class|struct|enum|interface|trait|impl|union|typedef|template|type|object|record)\s*[\w<$][^\n]*[{:(;=]\s*$`,
      String.raw`(?:if|elif|else if|elsif|unless|for|foreach|while|until|switch|match|catch|except|with)\b.*[({:]\s*$|(?:if|for|foreach|while|switch|catch)\s*\(`,
      String.raw`return\b.*[;)\]}]\s*$|(?:return|await|assert|defer|go|delete|yield)\s+[\w.$]+\(|throw\s+new\b|raise\s+\w+(?:\(|$)|case\s+\S+:\s*$`,
      String.raw`(?:else|try|finally|begin|do|end|fi|done|esac|then)\s*[{:;]?\s*$|\}\s*(?:else|catch|finally|while)`,
      String.raw`#\s*(?:include|define|undef|ifn?def|if|elif|else|endif|pragma)\b|#\[|@[A-Za-z]\w*(?:\(|\s*$)`,
      String.raw`\/\*|\*\/|\*\s+@\w|\/\/`,
      String.raw`(?:self|this|\$this|\$\w+)(?:\.\w|->|\[|\s*[.+-]?=[^=>])`,
    ].join('|') +
    String.raw`)`,
)
/** What ends one. */
const ENDS =
  /(?:[;{]|\)\s*(?:->[^:]*)?:|=>|\(|\[|&&|\|\||\)[,;]|\)\),?|\}[,;)]|\][,;)]|["'`]\s*[+|])\s*(?:\/\/.*|\\)?$/
/** A field of a structure in Go: `	Password: password,`. */
const FIELD = /^[ \t]+[A-Z]\w*:\s+[&*]?[A-Za-z_][\w.]*(?:\([^()]*\))?,$/
/** What stands within one. */
const WITHIN =
  /=\s*[A-Za-z_][\w.]*\(|=>|->\w|\w::\w|\w\(\)|[!=]==|!=|\s(?:&&|\|\|)\s|\w\+\+|\s[-+*.|&]=\s|:=\s|\w\.\w+\(|\w\[\w*\]\s*=/
/** JSON, YAML and their kind end lines with brackets as well. */
const SETTINGS_END =
  /^\s*(?:"[^"]*"|'[^']*'|[\w.-]+)\s*[:=]\s*[[{]\s*$|^\s*[\]})]+,?\s*$|^\s*[\w-]+(?:\s+"[^"]*")*\s*\{\s*$/
/** A connection string: settings with a `;` behind each. */
const CONNECTION = /(?:[\w .-]{2,30}=[^;=]*;){2}/
/** A command of a shell calls nothing with brackets. */
const COMMAND_LINE =
  /^\s*[$>#]?\s*(?:export|curl|wget|docker|kubectl|mysql|psql|ssh|git|npm|echo|set|setx|env)\s/

/** One text, of which each place is looked at once. */
export class Programs {
  readonly #text: string
  #block = -1
  #isProgram = false

  constructor(text: string) {
    this.#text = text
  }

  /** Whether the line at `at`, or two of the lines around it, are written as programs are. */
  around(at: number): boolean {
    const from = at - (at % REACH)
    // A long line is looked at in pieces.
    const block = from + this.#text.slice(from, at).lastIndexOf('\n') + 1
    if (block !== this.#block) {
      this.#block = block
      this.#isProgram = isInProgram(this.#text, Math.max(block, at))
    }
    return this.#isProgram
  }
}

function isInProgram(text: string, at: number): boolean {
  const from = Math.max(0, at - REACH)
  const to = Math.min(text.length, at + REACH)
  const lines = text.slice(from, to).split('\n')
  const own = text.slice(from, at).split('\n').length - 1
  let around = 0
  for (let index = Math.max(0, own - LINES); index <= own + LINES && index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (!isProgramLine(line)) continue
    if (index === own || ++around >= 2) return true
  }
  return false
}

function isProgramLine(line: string): boolean {
  if (COMMAND_LINE.test(line) || CONNECTION.test(line)) return false
  if (BEGINS.test(line) || FIELD.test(line)) return true
  const bare = line.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`\n]*`/g, '""')
  if (WITHIN.test(bare)) return true
  return ENDS.test(bare) && !SETTINGS_END.test(bare) && !/^[\s"'`({[]*[A-Z][a-z']*\s[a-z]/.test(line)
}
