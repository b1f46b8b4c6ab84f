#!/usr/bin/env node
/** The program `keyturn`. */
import { runProgram } from './program.ts'

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3))

// Ended from outside, the children in groups of their own are ended too, which only an orderly exit does.
for (const [signal, number] of [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const)
  process.once(signal, () => process.exit(128 + number))

const { stdin, stdout, stderr, env: environment } = process
process.exitCode = await runProgram(process.argv.slice(2), { stdin, stdout, stderr, environment })
