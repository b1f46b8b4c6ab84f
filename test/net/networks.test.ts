import { describe, expect, it } from 'vitest'
import { createNetworkTest, isLoopback, isPrivate, parseNetwork } from '../../src/net/networks.ts'

describe('networks', () => {
  it.each([
    ['10.0.0.0/8', { address: '10.0.0.0', prefix: 8, family: 'ipv4' }],
    ['192.0.2.7', { address: '192.0.2.7', prefix: 32, family: 'ipv4' }],
    ['fd00::/8', { address: 'fd00::', prefix: 8, family: 'ipv6' }],
    ['::ffff:10.0.0.0/104', { address: '10.0.0.0', prefix: 8, family: 'ipv4' }],
    ['0.0.0.0/0', { address: '0.0.0.0', prefix: 0, family: 'ipv4' }],
  ])('%s', (text, network) => {
    expect(parseNetwork(text)).toEqual(network)
  })

  it.each([
    '',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0/8',
    '10.0.0.0/08',
    '10.0.0.0/8/8',
    'fe80::%eth0/64',
    '::/129',
    '::ffff:10.0.0.0/8',
    'example.com',
    '10.0.0.0/-1',
  ])('%j is no network', (text) => {
    expect(parseNetwork(text)).toBeUndefined()
    expect(createNetworkTest([text])('10.0.0.1')).toBe(false)
  })

  it('an IPv4 peer is found in its network also when a socket reports it inside IPv6', () => {
    const isInside = createNetworkTest(['10.0.0.0/8', 'fd00::/8'])
    const inside = ['10.1.2.3', '::ffff:10.1.2.3', '::ffff:a01:203', 'fd12::1', 'fd12::1%eth0']
    const outside = ['11.0.0.1', '::ffff:11.0.0.1', 'fe80::1', '', 'garbage', '10.1.2.3, 10.1.2.4', undefined]
    expect(inside.map(isInside)).toEqual(inside.map(() => true))
    expect(outside.map(isInside)).toEqual(outside.map(() => false))
  })

  it('no network trusts nobody', () => {
    expect(createNetworkTest([])('127.0.0.1')).toBe(false)
  })

  it('knows this machine and private addresses', () => {
    for (const address of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])
      expect(isLoopback(address)).toBe(true)
    for (const address of ['10.0.0.1', '169.254.169.254', 'fd00::1', '::ffff:192.168.1.1', '::'])
      expect(isPrivate(address)).toBe(true)
    for (const address of ['140.82.121.6', '2606:50c0:8000::153', '::ffff:140.82.121.6']) {
      expect(isPrivate(address)).toBe(false)
      expect(isLoopback(address)).toBe(false)
    }
  })
})
