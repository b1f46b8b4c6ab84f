/** Networks and addresses, IPv4 and IPv6, in the one form that decisions are made on. */
import { BlockList, isIP } from 'node:net'

/** Tells whether an address is in one of the networks; text that is no address is in none. */
export type NetworkTest = (address: string | undefined) => boolean

/** IPv4 written inside IPv6 (RFC 4291 §2.5.5.2), as dual-stack sockets report their IPv4 peers. */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** One network: an address and how many of its leading bits count. */
export interface Network {
  readonly address: string
  readonly prefix: number
  readonly family: 'ipv4' | 'ipv6'
}

/** Reads `10.0.0.0/8`, `fd00::/8`, `::ffff:10.0.0.0/104`, or one address; nothing for anything else. */
export function parseNetwork(text: string): Network | undefined {
  const [written = '', bits, ...more] = text.split('/')
  if (more.length > 0 || (bits !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(bits))) return undefined
  const mapped = MAPPED.exec(written)?.[1]
  const address = mapped ?? written
  const version = isIP(address)
  if (version === 0 || address.includes('%')) return undefined
  const longest = version === 4 ? 32 : 128
  // The first 96 bits of a mapped address are its prefix `::ffff:`.
  const prefix = bits === undefined ? longest : Number(bits) - (mapped === undefined ? 0 : 96)
  if (prefix < 0 || prefix > longest) return undefined
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' }
}

/** A test for addresses in any of the networks; entries that are no networks are passed over, so they trust nobody. */
export function createNetworkTest(networks: readonly string[]): NetworkTest {
  const list = new BlockList()
  for (const text of networks) {
    const network = parseNetwork(text)
    if (network !== undefined) list.addSubnet(network.address, network.prefix, network.family)
  }
  return (address) => {
    const plain = plainAddress(address)
    return plain !== undefined && list.check(plain, isIP(plain) === 4 ? 'ipv4' : 'ipv6')
  }
}

/** An address without its zone, an IPv4 address inside IPv6 as IPv4; nothing for what is no address. */
function plainAddress(address: string | undefined): string | undefined {
  const plain = address?.replace(/%.*$/, '')
  if (plain === undefined || isIP(plain) === 0) return undefined
  return MAPPED.exec(plain)?.[1] ?? plain
}

/** Addresses of this machine. */
export const isLoopback: NetworkTest = createNetworkTest(['127.0.0.0/8', '::1'])

/**
 * Addresses that no public service has: this machine, private, link-local (cloud metadata), shared, test, multicast, reserved.
 *
 * @see IANA special-purpose address registries (RFC 6890).
 */
export const isPrivate: NetworkTest = createNetworkTest([
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4', '::/127', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23'],
  ...['2001:db8::/32', '2002::/16', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
])
