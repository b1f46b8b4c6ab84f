/** Counts what vitest reported, so that nothing that did not run looks as if it had passed. */
import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Counts } from './counts.ts'

/** The result of a run. */
export interface Count {
  readonly passed: number
  readonly failed: number
  /** A line for each failure: file, title, and why where it is not simply a failed test. */
  readonly failures: readonly string[]
  /** How many tests each file ran, by its path from the project's folder. */
  readonly ran: Counts
}

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

/** Reads vitest's JSON report. `exitCode` is vitest's own: it also tells of errors outside of any test. */
export function countReport(file: string, exitCode: number, root: string): Count {
  if (!existsSync(file)) return { passed: 0, failed: 1, failures: ['vitest ended without a report'], ran: {} }
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as Report
  let passed = 0
  const ran: Record<string, number> = {}
  const failures: string[] = []
  for (const { name, status, message, assertionResults } of testResults) {
    const path = relative(root, name)
    const bad = assertionResults.filter((result) => result.status !== 'passed')
    passed += assertionResults.length - bad.length
    ran[path] = assertionResults.filter(({ status: each }) => each === 'passed' || each === 'failed').length
    for (const result of bad) {
      const why = result.status === 'failed' ? '' : ` (${result.status}: did not run)`
      failures.push(`${path} > ${result.fullName}${why}`)
    }
    if (status === 'failed' && bad.length === 0) failures.push(`${path} (${firstLine(message)})`)
    else if (assertionResults.length === 0) failures.push(`${path} (holds no test)`)
  }
  if (testResults.length === 0) failures.push('there was no test to run')
  if (exitCode !== 0 && failures.length === 0) failures.push('an error outside of any test, see above')
  return { passed, failed: failures.length, failures, ran }
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? ''
}
