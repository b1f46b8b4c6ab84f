/** `npm run bench -- NAME… [--json]`: runs `bench/NAME.ts` and prints its figures, as a table or as a line of JSON each. */
import { readdirSync } from 'node:fs'

/** One measured figure. */
export interface Figure {
  readonly bench: string
  readonly figure: string
  readonly value: number
  readonly unit: string
  /** What the value should reach (`better: 'higher'`) or not pass (`lower`); absent where there is only the measurement. */
  readonly aim?: number | undefined
  readonly better: 'lower' | 'higher'
}

/** What every file of this folder exports as `run`: it measures, and reports each figure as it is known. */
export type Run = (report: (figure: Figure) => void) => Promise<void> | void

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .map((file) => file.slice(0, -3))

const json = process.argv.includes('--json')
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const unknown = wanted.filter((name) => !names.includes(name))
if (wanted.length === 0 || unknown.length > 0) {
  console.error(`Usage: npm run bench -- NAME… [--json], where NAME is one of: ${names.join(', ')}`)
  process.exit(2)
}

for (const name of wanted) {
  const { run } = (await import(`./${name}.ts`)) as { run: Run }
  if (!json) console.log(`\n${name}`)
  await run((figure) => console.log(json ? JSON.stringify(figure) : row(figure)))
}

function row({ figure, value, unit, aim, better }: Figure): string {
  const shown = value.toLocaleString('en', { maximumSignificantDigits: 3 }).padStart(9)
  if (aim === undefined) return `  ${shown} ${unit.padEnd(6)} ${figure}`
  const met = better === 'higher' ? value >= aim : value <= aim
  return `  ${shown} ${unit.padEnd(6)} ${figure} (aim ${better === 'higher' ? '≥' : '≤'} ${aim}${met ? '' : ': MISSED'})`
}
