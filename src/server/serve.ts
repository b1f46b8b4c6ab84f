/** A listening server: started only where nobody can read along and nobody unknown gets in, and stopped without cutting anybody off. */
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { KeyturnError } from '../errors.ts'
import type { Keyturn } from '../keyturn.ts'
import { isLoopback } from '../net/networks.ts'
import { fromRequest } from '../net/transport.ts'
import { createHandler } from './handler.ts'
import type { HandlerOptions } from './options.ts'

/** Where to listen, and how. */
export interface ServeOptions extends HandlerOptions {
  /** Default `127.0.0.1`. Elsewhere TLS is needed, or `trusted_proxies` in the formation. */
  readonly host?: string | undefined
  /** Default 8787; 0 takes any that is free. */
  readonly port?: number | undefined
  /** Certificate chain and key, PEM. */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer } | undefined
  /** How long requests under way may take once the server is stopped, in milliseconds. Default 30,000. */
  readonly graceMs?: number | undefined
}

/** A server that listens. */
export interface Serving {
  readonly url: string
  /** Takes no more requests, lets those under way end, and closes. The Keyturn stays open. */
  stop(): Promise<void>
}

/** Against clients that send slowly: how long headers and a whole request may take, and an idle connection last. Milliseconds. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 10_000 } as const

const MAX_HEADER_BYTES = 24 * 1024

/** Connections beyond this many wait in the queue of the system. */
const MAX_CONNECTIONS = 5_000

/**
 * Starts a server that listens, and gives the way to stop it.
 *
 * @throws KeyturnError `CONFIGURATION_INVALID` for an address beyond this machine without TLS or trusted proxies, and where no
 * service key and no identity provider would let anybody in.
 */
export async function serve(keyturn: Keyturn, options: ServeOptions = {}): Promise<Serving> {
  const { host = '127.0.0.1', port = 8787, tls, graceMs = 30_000, ...handlerOptions } = options
  await checkSafe(keyturn, { host, tls, tokens: options.tokens })
  const handle = createHandler(keyturn, handlerOptions)
  const settings = { ...TIMEOUTS, maxHeaderSize: MAX_HEADER_BYTES, connectionsCheckingInterval: 1_000 }
  const server = createAdaptorServer({
    fetch: (request, env) => handle(request, fromRequest((env as HttpBindings).incoming)),
    overrideGlobalObjects: false,
    ...(tls === undefined
      ? { createServer: createHttpServer, serverOptions: settings }
      : { createServer: createHttpsServer, serverOptions: { ...settings, ...tls } }),
  }) as ReturnType<typeof createHttpServer>
  server.maxConnections = MAX_CONNECTIONS
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refusedAddress(error, host, port)))
    server.listen(port, host, resolve)
  })
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      const patience = setTimeout(() => server.closeAllConnections(), graceMs)
      await handle.drain()
      server.closeIdleConnections()
      await closed
      clearTimeout(patience)
    },
  }
}

async function checkSafe(
  { formation, server }: Keyturn,
  { host, tls, tokens }: Required<Pick<ServeOptions, 'host' | 'tls' | 'tokens'>>,
): Promise<void> {
  const isHere = host === 'localhost' || isLoopback(host)
  if (!isHere && tls === undefined && formation.trustedProxies.length === 0) {
    throw new KeyturnError(
      'CONFIGURATION_INVALID',
      'Beyond this machine, keys and tokens would travel unencrypted. Give a certificate (--tls-cert, --tls-key), or put a proxy with TLS in front and name it in user_credentials.trusted_proxies.',
    )
  }
  if (tokens === undefined && (await server.store.listAccessKeys()).length === 0) {
    throw new KeyturnError(
      'CONFIGURATION_INVALID',
      'Nobody could call this server: there is no service key. Make one with `keyturn access create`, or name your identity provider (--jwt-issuer, --jwt-audience, --jwt-keys).',
    )
  }
}

function refusedAddress({ code }: NodeJS.ErrnoException, host: string, port: number): KeyturnError {
  const why = code === 'EADDRINUSE' ? 'is taken already' : `cannot be listened at (${code ?? 'unknown'})`
  return new KeyturnError(
    'CONFIGURATION_INVALID',
    `The address ${host}, port ${port}, ${why}. Choose another with --host and --port.`,
    { host, port },
  )
}
