import { afterAll, beforeAll } from 'vitest'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { vaultContract } from './contract.ts'
import { postgresWorlds } from './world.ts'

let server: PostgresServer

beforeAll(async () => {
  server = await startPostgres({ isSynced: false })
})

afterAll(() => server.stop())

vaultContract(
  'PostgreSQL',
  postgresWorlds(() => server),
)
