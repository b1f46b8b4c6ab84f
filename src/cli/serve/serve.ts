/** `keyturn serve`: listens until it is stopped, and lets what is under way end. */
import { readFile } from 'node:fs/promises'
import type { Keyturn } from '../../keyturn.ts'
import { serve, type ServeOptions } from '../../server/serve.ts'
import { EXIT, UsageError, type ExitCode } from '../exit-code.ts'
import type { Console } from '../terminal/console.ts'

/** How to listen, as a command line says it. */
export interface ServeCommandOptions {
  readonly host: string
  readonly port: string
  readonly tlsCert?: string | undefined
  readonly tlsKey?: string | undefined
  readonly jwtIssuer?: string | undefined
  readonly jwtAudience?: string | undefined
  readonly jwtKeys?: string | undefined
}

/** Serves until `stopped` settles; 0 once everything under way was answered. */
export async function runServer(
  keyturn: Keyturn,
  console: Console,
  options: ServeCommandOptions,
  stopped: Promise<void>,
): Promise<ExitCode> {
  const port = Number(options.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError('--port takes a whole number from 0 to 65535.')
  const { tls, tokens } = { tls: await readTls(options), tokens: readTokens(options) }
  const serving = await serve(keyturn, { host: options.host, port, tls, tokens })
  console.say(`${console.style.good('✓')} Listening at ${serving.url}`)
  if (!keyturn.formation.requireHttps)
    console.note('require_https is off: credentials may be given over connections that are not encrypted.')
  await stopped
  console.note('Stopping: what is under way is answered first.')
  await serving.stop()
  return EXIT.done
}

async function readTls({ tlsCert, tlsKey }: ServeCommandOptions): Promise<ServeOptions['tls']> {
  if (tlsCert === undefined && tlsKey === undefined) return undefined
  if (tlsCert === undefined || tlsKey === undefined)
    throw new UsageError('TLS needs both --tls-cert and --tls-key.')
  const [cert, key] = await Promise.all(
    [tlsCert, tlsKey].map((path) =>
      readFile(path).catch(() => {
        throw new UsageError('A file of --tls-cert and --tls-key cannot be read. Check both paths.')
      }),
    ),
  )
  return cert === undefined || key === undefined ? undefined : { cert, key }
}

function readTokens({ jwtIssuer, jwtAudience, jwtKeys }: ServeCommandOptions): ServeOptions['tokens'] {
  const given = [jwtIssuer, jwtAudience, jwtKeys].filter((value) => value !== undefined)
  if (given.length === 0) return undefined
  if (jwtIssuer === undefined || jwtAudience === undefined || jwtKeys === undefined)
    throw new UsageError("Users' tokens need all of --jwt-issuer, --jwt-audience and --jwt-keys.")
  return { issuer: jwtIssuer, audience: jwtAudience, keys: jwtKeys }
}
