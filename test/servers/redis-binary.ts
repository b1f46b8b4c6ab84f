/**
 * Finds a Redis server to run tests on.
 *
 * Debian's `redis-server` package holds only a link; the program and its libraries are in the packages below.
 */
import { type Program, findProgram } from './debian-package.ts'

let found: Promise<Program> | undefined

/** The server program; looked for once per process. Rejects with what to install. */
export function findRedis(): Promise<Program> {
  found ??= findProgram({
    name: 'redis-server',
    packages: ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1'],
    paths: ['usr/bin/redis-server', 'usr/bin/redis-check-rdb'],
    install: 'Install Redis 7 (Debian: apt-get install redis-server) or put redis-server on the path.',
  })
  return found
}
