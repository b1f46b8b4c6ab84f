/** `npm run proof -- NAME… [--short] [--json]`: runs `test/proof/NAME.ts`; ends with 1 when any promise was broken. */
import { readdirSync } from 'node:fs'

/** One promise, how often it was put to the test, and how often it held. */
export interface Verdict {
  readonly proof: string
  readonly promise: string
  readonly tried: number
  readonly survived: number
}

/** What every proof exports as `prove`. */
export type Prove = (
  options: { readonly isShort: boolean; readonly note: (line: string) => void },
  report: (verdict: Verdict) => void,
) => Promise<void>

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'main.ts')
  .map((file) => file.slice(0, -3))

const json = process.argv.includes('--json')
const isShort = process.argv.includes('--short')
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
if (wanted.length === 0 || !wanted.every((name) => names.includes(name))) {
  console.error(`Usage: npm run proof -- NAME… [--short] [--json], where NAME is one of: ${names.join(', ')}`)
  process.exit(2)
}

let broken = 0
for (const name of wanted) {
  const { prove } = (await import(`./${name}.ts`)) as { prove: Prove }
  await prove({ isShort, note: (line) => console.error(`  ${line}`) }, (verdict) => {
    if (verdict.survived !== verdict.tried || verdict.tried === 0) broken++
    const line = `${String(verdict.survived).padStart(8)} of ${String(verdict.tried).padEnd(8)} ${verdict.promise}`
    console.log(json ? JSON.stringify(verdict) : line)
  })
}
process.exit(broken === 0 ? 0 : 1)
