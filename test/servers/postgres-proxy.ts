/** Stands before a PostgreSQL and counts what is asked: each `Sync` and each simple query is one round trip. */
import { connect, createServer, type Socket } from 'node:net'

/** A proxy on 127.0.0.1. */
export interface PostgresProxy {
  /** The address to use in place of the server's. */
  readonly url: string
  /** Round trips so far, of all connections. */
  count(): number
  stop(): Promise<void>
}

const SYNC = 'S'.charCodeAt(0)
const QUERY = 'Q'.charCodeAt(0)

/** Starts it before the server of a `postgres:` URL. */
export async function startPostgresProxy(url: string): Promise<PostgresProxy> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let trips = 0
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    const counted = createCounter(() => (trips += 1))
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        client.destroy()
        upstream.destroy()
      })
    }
    client.on('data', counted)
    client.pipe(upstream)
    upstream.pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const proxied = new URL(url)
  proxied.hostname = '127.0.0.1'
  proxied.port = String(typeof address === 'object' && address !== null ? address.port : 0)
  return {
    url: proxied.href,
    count: () => trips,
    stop() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Reads the frontend's messages (PostgreSQL, "Message Formats"): the first has no type, every other a type and its length. */
function createCounter(found: () => void): (data: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  let isStarted = false
  return (data) => {
    rest = Buffer.concat([rest, data])
    for (;;) {
      const header = isStarted ? 1 : 0
      if (rest.length < header + 4) return
      const end = header + rest.readUInt32BE(header)
      if (rest.length < end) return
      if (isStarted && (rest[0] === SYNC || rest[0] === QUERY)) found()
      isStarted = true
      rest = rest.subarray(end)
    }
  }
}
