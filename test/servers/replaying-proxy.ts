/** Somebody in the path to Redis who answers with old values: in each reply, what is there now is exchanged for what was there before. */
import { connect, createServer, type Socket } from 'node:net'

/** A proxy on 127.0.0.1 in front of a server. */
export interface ReplayingProxy {
  readonly port: number
  /** From now on a value in a reply is answered as another; nothing ends all exchanges. */
  answer(exchanges: readonly { readonly now: Buffer; readonly old: Buffer }[]): void
  /** How many values were exchanged. */
  exchanged(): number
  stop(): Promise<void>
}

/** Starts a proxy in front of the server on a port. Replies of up to 64 KiB come in one piece over the loopback. */
export async function startReplayingProxy(target: number): Promise<ReplayingProxy> {
  const sockets = new Set<Socket>()
  let exchanges: readonly { readonly now: Buffer; readonly old: Buffer }[] = []
  let count = 0
  const rewrite = (reply: Buffer): Buffer =>
    exchanges.reduce((bytes, { now, old }) => {
      const found = bulk(now)
      const at = bytes.indexOf(found)
      if (at < 0) return bytes
      count += 1
      return Buffer.concat([bytes.subarray(0, at), bulk(old), bytes.subarray(at + found.length)])
    }, reply)
  const server = createServer((client) => {
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
    upstream.on('data', (reply: Buffer) => client.write(rewrite(reply)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    answer(next) {
      exchanges = next
    },
    exchanged: () => count,
    stop() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** A bulk string of the protocol (https://redis.io/docs/latest/develop/reference/protocol-spec/#bulk-strings). */
function bulk(value: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`$${value.length}\r\n`), value, Buffer.from('\r\n')])
}
