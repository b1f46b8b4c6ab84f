/** What must stand in no file: hosts of package registries, paths of one machine, and what looks like a token somebody was given. */
import type { Breach, TreeFile } from './tree.ts'

/** Put together here, so that this file does not hold what it looks for. */
const HOSTS = [
  ...[
    ['npmjs', 'org'],
    ['npmjs', 'com'],
    ['yarnpkg', 'com'],
    ['npmmirror', 'com'],
  ].map((end) => ['registry', ...end]),
  ...[
    ['files', 'pythonhosted', 'org'],
    ['test', 'pypi', 'org'],
    ['proxy', 'golang', 'org'],
    ['static', 'crates', 'io'],
  ],
].map((parts) => parts.join('.'))

/** A lock file names a registry in each of these. */
const RESOLVED = new RegExp(['"resol', 'ved": "http'].join(''))

const MACHINE_PATH = new RegExp(['(?<![\\w.])/wo', 'rk/(?:main|shared)\\b'].join(''))

/** Real tokens' looks; long random tails, so that examples and prefixes are free. */
const TOKENS: Readonly<Record<string, RegExp>> = {
  GitHub: /\bgh[pousr]_[0-9A-Za-z]{36}\b|\bgithub_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}\b/,
  GitLab: /\bglpat-[0-9A-Za-z_-]{20}\b/,
  Slack: /\bxox[abeprs]-[0-9]{9,}-[0-9A-Za-z-]{20,}|\bxapp-\d-[A-Z0-9]{9,}-\d+-[0-9a-f]{32,}/,
  AWS: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b(?<!EXAMPLE)/,
  OpenAI: /\bsk-(?:proj-|svcacct-|admin-)?[0-9A-Za-z_-]{20,}T3BlbkFJ[0-9A-Za-z_-]{20,}/,
  Anthropic: /\bsk-ant-[a-z]+\d\d-[0-9A-Za-z_-]{80,}/,
  Google: /\bAIza[0-9A-Za-z_-]{35}\b|\bGOCSPX-[0-9A-Za-z_-]{28}\b|\bya29\.[0-9A-Za-z_-]{40,}/,
  Stripe: /\b[sr]k_(?:live|test)_[0-9A-Za-z]{24,}\b/,
  npm: /\bnpm_[0-9A-Za-z]{36}\b/,
  Notion: /\bntn_[0-9A-Za-z]{46}\b/,
  Linear: /\blin_api_[0-9A-Za-z]{40}\b/,
  SendGrid: /\bSG\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43}\b/,
  JWT: /\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{40,}/,
  'private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[0-9A-Za-z+/]{64}/,
}

/** Files that hold any of it. The breach names the kind and the line, not the text. */
export function checkWords(files: readonly TreeFile[]): Breach[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const where = `${path}:${index + 1}`
      const kinds = Object.entries(TOKENS).filter(([, look]) => look.test(line))
      return [
        ...kinds.map(([kind]) => `${where} holds what looks like a ${kind} token; build it at run time`),
        ...(HOSTS.some((host) => line.includes(host)) ? [`${where} names a package registry`] : []),
        ...(RESOLVED.test(line) ? [`${where} ties the lock to one registry`] : []),
        ...(MACHINE_PATH.test(line) ? [`${where} names a path of one machine`] : []),
      ]
    }),
  )
}

/** Codes of the closed union of `src/errors.ts` that nothing throws, or no test expects. */
export function checkErrorCodes(files: readonly TreeFile[]): Breach[] {
  const errors = files.find(({ path }) => path === 'src/errors.ts')?.text ?? ''
  const list = /CODES = \[([^\]]*)\]/.exec(errors)?.[1] ?? ''
  const codes = [...list.matchAll(/'([A-Z_]+)'/g)].map(([, code]) => code ?? '')
  if (codes.length === 0) return ['src/errors.ts holds no list CODES']
  const mentions = (folder: string, code: string): boolean =>
    files.some(
      ({ path, text }) =>
        path.startsWith(folder) && path !== 'src/errors.ts' && new RegExp(`['"\`]${code}['"\`]`).test(text),
    )
  return codes.flatMap((code) => [
    ...(mentions('src/', code) ? [] : [`${code} is thrown nowhere`]),
    ...(mentions('test/', code) ? [] : [`${code} is expected by no test`]),
  ])
}
