/** Real servers on free loopback ports for the tests of services; each is closed by the returned function. */
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net'

/** A running server: its origin, and how to stop it with whatever is still connected. */
export interface LocalServer {
  readonly origin: string
  readonly port: number
  stop(): Promise<void>
}

/** Starts an HTTP server. */
export async function startHttp(listener: RequestListener): Promise<LocalServer> {
  const server = createHttpServer(listener)
  return { ...(await listen(server)), stop: () => stop(server, () => server.closeAllConnections()) }
}

/** Starts a server below HTTP, for resets and for handshakes that fail. */
export async function startTcp(listener: (socket: Socket) => void): Promise<LocalServer> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    listener(socket)
  })
  const end = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return { ...(await listen(server)), stop: () => stop(server, end) }
}

function listen(server: Server | TcpServer): Promise<{ origin: string; port: number }> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      resolve({ origin: `http://127.0.0.1:${port}`, port })
    })
  })
}

function stop(server: Server | TcpServer, end: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    end()
  })
}
