/**
 * Keeps the sockets of one connection for its next requests, and none so long that its server may be closing it just then: a call that is
 * written to such a socket is lost, and nobody can tell whether it was made.
 */
import http from 'node:http'
import https from 'node:https'

/** Requests of one connection at the same time; more wait for one of these. */
const MAX_SOCKETS = 64

/** Servers close a socket that is not used: Node's own after 5 s, others later. Milliseconds. */
const MAX_FREE_MS = 4_000

/** Sockets of one connection. */
export interface KeptSockets {
  readonly agent: http.Agent
  /** To be called before each request: timers come late in a process that is busy, and the clock does not. */
  dropStale(): void
  destroy(): void
}

/** Makes it; `protocol` as in a URL. */
export function keepSockets(protocol: string, now: () => number = () => performance.now()): KeptSockets {
  const Agent = protocol === 'https:' ? https.Agent : http.Agent
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS, timeout: MAX_FREE_MS })
  const freeSince = new WeakMap<object, number>()
  agent.on('free', (socket: object) => void freeSince.set(socket, now()))
  return {
    agent,
    dropStale() {
      const stale = Object.values(agent.freeSockets)
        .flatMap((sockets) => sockets ?? [])
        .filter((socket) => now() - (freeSince.get(socket) ?? 0) >= MAX_FREE_MS)
      for (const socket of stale) socket.destroy()
    },
    destroy: () => agent.destroy(),
  }
}
