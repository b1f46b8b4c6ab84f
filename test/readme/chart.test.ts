/** The chart in docs/architecture.md is the chart of the machine. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { turnMachine } from '../../machines/turn.ts'
import { CHART_BEGIN, CHART_END, chartIn, mermaidChart, withChart } from './chart.ts'

const file = new URL('../../docs/architecture.md', import.meta.url)
const readme = existsSync(file) ? readFileSync(file, 'utf8') : ''

describe('the chart', () => {
  it('in docs/architecture.md equals the one made from the machine (else run `npx tsx test/readme/chart.ts --write`)', () => {
    expect(chartIn(readme), `docs/architecture.md has no ${CHART_BEGIN} … ${CHART_END}`).toBeDefined()
    expect(chartIn(readme)).toBe(mermaidChart())
  })

  it('shows every step of the machine but failing', () => {
    const unseen = ['failed', 'resting']
    const steps = Object.keys(turnMachine.root.states).filter((name) => !unseen.includes(name))
    expect(steps.filter((name) => !mermaidChart().includes(` ${name}`))).toEqual([])
  })

  it('is written between its marks and nowhere else', () => {
    const written = withChart(`# A\n${CHART_BEGIN}\nold\n${CHART_END}\nrest\n`)
    expect(chartIn(written)).toBe(mermaidChart())
    expect(written.startsWith('# A\n')).toBe(true)
    expect(written.endsWith(`${CHART_END}\nrest\n`)).toBe(true)
    expect(withChart(written)).toBe(written)
    expect(() => withChart('# No place\n')).toThrow('no place for the chart')
  })
})
