/** A connection to Redis that goes wrong the way pooled clients have: it gives one call the reply of another. */
import { connect, createServer, type Socket } from 'node:net'

/** A proxy on 127.0.0.1 in front of a server. */
export interface MixingProxy {
  readonly port: number
  /** Keeps the next reply of the server and delivers it again in place of the one after it. */
  mixNext(): void
  /** How many connections were made to it so far. */
  connections(): number
  stop(): Promise<void>
}

/** Starts a proxy in front of the server on a port. Works for callers that wait for one reply before they ask again. */
export async function startMixingProxy(target: number): Promise<MixingProxy> {
  const sockets = new Set<Socket>()
  let mixing = false
  let count = 0
  let kept: Buffer | undefined
  const server = createServer((client) => {
    count += 1
    const upstream = connect(target, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        client.destroy()
        upstream.destroy()
      })
    }
    client.pipe(upstream)
    upstream.on('data', (reply) => {
      if (kept !== undefined) {
        client.write(kept)
        kept = undefined
        return
      }
      if (mixing) {
        kept = reply
        mixing = false
      }
      client.write(reply)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    mixNext() {
      mixing = true
    },
    connections: () => count,
    stop() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
