import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { isKeyturnError } from '../../src/errors.ts'
import { createPrincipal } from '../../src/principal.ts'
import { createRedisKeys } from '../../src/state/redis/keys.ts'
import { readRedisUrl } from '../../src/state/redis/target.ts'

describe('a Redis URL', () => {
  it.each([
    ['redis://localhost', { host: 'localhost', port: 6379 }],
    ['redis://127.0.0.1:7000/2', { host: '127.0.0.1', port: 7000, db: 2 }],
    ['redis://[::1]:7000', { host: '::1', port: 7000 }],
    ['redis://:p%40ss@host', { password: 'p@ss', host: 'host', port: 6379 }],
    ['rediss://user:word@host:1', { tls: {}, username: 'user', password: 'word', host: 'host', port: 1 }],
    ['unix:/run/redis.sock', { path: '/run/redis.sock' }],
  ])('%s names one server', (url, options) => {
    expect(readRedisUrl(url)).toEqual({ kind: 'server', options })
  })

  it('of Sentinels names their group, and of a cluster its nodes', () => {
    expect(readRedisUrl('redis+sentinel://:word@a,b:7/main')).toEqual({
      kind: 'server',
      options: {
        password: 'word',
        name: 'main',
        sentinels: [
          { host: 'a', port: 26379 },
          { host: 'b', port: 7 },
        ],
      },
    })
    expect(readRedisUrl('rediss+cluster://a:1,b:2')).toEqual({
      kind: 'cluster',
      nodes: [
        { host: 'a', port: 1 },
        { host: 'b', port: 2 },
      ],
      options: { tls: {} },
    })
  })

  it.each([
    '',
    'http://user:sesame@host',
    'redis://',
    'redis://user:sesame@host:99999',
    'redis://user:sesame@host/name',
    'redis://user:sesame@a,b',
    'redis+sentinel://user:sesame@a',
    'redis://user:sesame%zz@host',
    'redis://user:sesame@ho st:x',
  ])('%s is refused without being repeated', (url) => {
    let thrown: unknown
    try {
      readRedisUrl(url)
    } catch (error) {
      thrown = error
    }
    expect(isKeyturnError(thrown, 'CONFIGURATION_INVALID')).toBe(true)
    expect(inspect(thrown, { depth: 20, showHidden: true })).not.toContain('sesame')
  })
})

describe('the names of keys', () => {
  it('all carry the tag of their principal, whatever braces its ids hold', () => {
    const keys = createRedisKeys()
    const tagOf = (name: string): string => name.slice(name.indexOf('{') + 1, name.indexOf('}'))
    for (const user of ['alice', '{', '}', '{}', 'a}b{c']) {
      const principal = createPrincipal('acme', user)
      const key = { principal, conversation: '}{' }
      const names = [
        keys.conversation(key),
        keys.pending(key),
        keys.answer(key, '{m}'),
        keys.token(principal, '{t}'),
        keys.flight(principal, '}'),
        keys.index(principal),
      ]
      expect(new Set(names.map(tagOf)).size).toBe(1)
      expect(tagOf(names[0] ?? '')).not.toBe('')
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it('a prefix with a brace is refused', () => {
    expect(() => createRedisKeys('{app}:')).toThrow('prefix')
    expect(() => createRedisKeys('app:')).not.toThrow()
  })
})
