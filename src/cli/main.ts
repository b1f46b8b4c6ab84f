#!/usr/bin/env node
/** The program `keyturn`. */
import { runProgram } from './program.ts'

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3))

const { stdin, stdout, stderr, env: environment } = process
process.exitCode = await runProgram(process.argv.slice(2), { stdin, stdout, stderr, environment })
