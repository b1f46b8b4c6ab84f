import { pino, type Logger } from 'pino'
import { describe, expect, it } from 'vitest'
import { createScrubber, pinoRedactor, scrubbedLogger } from '../../src/guard/index.ts'
import { Secret } from '../../src/secret.ts'
import { Random } from './corpus/random.ts'
import { makeToken } from './corpus/tokens.ts'

const value = 'live-Value_9931'
const token = makeToken(new Random(3), 'gitlab').value
const scrubber = createScrubber([{ secret: Secret.fromText(value), service: 'acme', kind: 'token' }])

function logged(work: (logger: Logger) => void): string {
  let lines = ''
  const logger = pino(
    { ...pinoRedactor(scrubber), level: 'debug' },
    { write: (line: string) => (lines += line) },
  )
  work(logger)
  return lines
}

describe('pinoRedactor', () => {
  it('takes a value out of message, fields, bindings, arguments and errors, and the line stays JSON', () => {
    const lines = logged((logger) => {
      logger.info({ nested: { header: `Bearer ${value}` } }, `sent ${value}`)
      logger.child({ session: value }).warn('format %s', token)
      logger.error(new Error(`bad ${token}`))
    })
    expect(lines).not.toContain(value)
    expect(lines).not.toContain(token)
    for (const line of lines.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow()
    expect(lines).toContain('[acme token removed]')
  })

  it('leaves a line without a secret as it is', () => {
    const line = logged((logger) => logger.info({ port: 8080 }, 'listening'))
    expect(JSON.parse(line)).toMatchObject({ port: 8080, msg: 'listening' })
  })

  it('T-066 a database driver that logs statements and parameters logs no value', () => {
    const lines = logged((logger) => {
      logger.debug({ sql: 'insert into account values ($1, $2)', parameters: ['bob', value] }, 'query')
      logger.error({ detail: `Key (value)=(${value}) already exists.`, code: '23505' }, 'constraint')
    })
    expect(lines).not.toContain(value)
    expect(lines).toContain('23505')
  })
})

describe('scrubbedLogger', () => {
  it('scrubs fields and message before any logger sees them', () => {
    const seen: unknown[] = []
    const keep = (fields: object, message: string): void => void seen.push(fields, message)
    const logger = scrubbedLogger({ debug: keep, info: keep, warn: keep, error: keep }, scrubber)
    logger.info({ deep: [{ value }] }, `got ${value}`)
    expect(JSON.stringify(seen)).not.toContain(value)
  })
})
