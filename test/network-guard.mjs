/**
 * Keeps a process on this machine: sockets, datagrams and name look-ups that lead anywhere but loopback fail.
 *
 * Plain JavaScript, so that any Node process can be given it: `node --import test/network-guard.mjs`. Each refusal is noted under
 * `Symbol.for('keyturn.network-attempts')`; `test/setup.ts` fails the test that caused it.
 */
import dgram from 'node:dgram'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import { Socket } from 'node:net'

const ATTEMPTS = Symbol.for('keyturn.network-attempts')
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/i

/** Names that no server has (RFC 6761 §6.4): looking one up is a way to test a failure, not a wish to reach something. */
const NOWHERE = /\.invalid$/i

if (globalThis[ATTEMPTS] === undefined) {
  globalThis[ATTEMPTS] = []
  guardSockets()
  guardDatagrams()
  guardNames()
  syncBuiltinESMExports()
}

/** @param {unknown} host */
function isLoopback(host) {
  return host === undefined || host === null || host === '' || LOOPBACK.test(String(host))
}

/** @param {string} host */
function refusal(host) {
  if (!NOWHERE.test(host)) globalThis[ATTEMPTS].push(host)
  const error = new Error(`getaddrinfo ENOTFOUND ${host} (tests reach nothing but this machine)`)
  return Object.assign(error, { code: 'ENOTFOUND', errno: -3008, syscall: 'getaddrinfo', hostname: host })
}

function guardSockets() {
  const connect = Socket.prototype.connect
  Socket.prototype.connect = function (...given) {
    // `net.connect` and `tls.connect` hand over one array that they have already put in order.
    const [first, second] = Array.isArray(given[0]) ? given[0] : given
    const options = typeof first === 'object' && first !== null ? first : { port: first, host: second }
    const isPath = options.path !== undefined || (typeof first === 'string' && Number.isNaN(Number(first)))
    if (isPath || isLoopback(options.host)) return connect.apply(this, given)
    if (typeof options.lookup === 'function') {
      options.lookup = guardedLookup(options.lookup)
      return connect.apply(this, given)
    }
    const error = refusal(String(options.host))
    process.nextTick(() => this.destroy(error))
    return this
  }
}

/** A test may lead a made-up name to this machine by a look-up of its own. */
function guardedLookup(lookup) {
  return (hostname, options, callback) =>
    lookup(hostname, options, (error, found, family) => {
      const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found]
      const foreign = error ? undefined : addresses.find((address) => !isLoopback(address))
      if (foreign !== undefined) return callback(refusal(String(foreign)))
      return callback(error, found, family)
    })
}

function guardDatagrams() {
  for (const method of ['send', 'connect']) {
    const real = dgram.Socket.prototype[method]
    dgram.Socket.prototype[method] = function (...given) {
      const host = given.find((value, index) => index > 0 && typeof value === 'string')
      if (isLoopback(host)) return real.apply(this, given)
      throw refusal(String(host))
    }
  }
}

function guardNames() {
  const { lookup } = dns
  dns.lookup = (hostname, ...rest) => {
    if (isLoopback(hostname)) return lookup(hostname, ...rest)
    const callback = rest.at(-1)
    process.nextTick(() => callback(refusal(hostname)))
  }
  const real = dns.promises.lookup
  dns.promises.lookup = (hostname, options) =>
    isLoopback(hostname) ? real(hostname, options) : Promise.reject(refusal(hostname))
  for (const name of ['resolve', 'resolve4', 'resolve6', 'resolveTxt', 'resolveSrv', 'reverse']) {
    dns[name] = (hostname, ...rest) => process.nextTick(() => rest.at(-1)(refusal(hostname)))
    dns.promises[name] = (hostname) => Promise.reject(refusal(hostname))
  }
}
