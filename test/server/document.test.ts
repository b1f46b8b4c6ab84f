/** The OpenAPI document, as its own linter reads it. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text as readText } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { openServerStage } from './server-stage.ts'

const REDOCLY = resolve(import.meta.dirname, '../../node_modules/@redocly/cli/bin/cli.js')

/** What Redocly's recommended rules find. */
async function lint(document: string): Promise<unknown> {
  const directory = mkdtempSync(join(tmpdir(), 'keyturn-openapi-'))
  try {
    const file = join(directory, 'openapi.json')
    writeFileSync(file, document)
    const quiet = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
    const args = [REDOCLY, 'lint', file, '--extends', 'recommended', '--format', 'json']
    const child = spawn(process.execPath, args, { cwd: directory, env: { ...process.env, ...quiet } })
    const said = await readText(child.stdout)
    const { problems } = JSON.parse(said) as {
      readonly problems: readonly { ruleId: string; message: string; location: { pointer?: string }[] }[]
    }
    return problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

describe('the OpenAPI document', () => {
  it('is sound by the recommended rules of Redocly, is open to everybody, and names every route', async () => {
    const server = await openServerStage()
    const { text, json, status } = await server.ask('GET', '/openapi.json', { token: null })
    await server.close()
    expect(status).toBe(200)
    expect(json['openapi']).toBe('3.1.0')
    expect(await lint(text)).toEqual([])
    expect(await lint(text.replace('"operationId":"takeTurn",', ''))).not.toEqual([])
    expect(Object.keys(json['paths'] as object)).toEqual([
      '/v1/turns',
      '/v1/credentials',
      '/v1/credentials/{name}',
      '/v1/credentials/{name}/unlock',
      '/v1/services',
      '/v1/status',
      '/v1/audit',
      '/v1/users/export',
      '/v1/users',
      '/v1/links',
    ])
  })
})
