/** One instance of many that start at once: opens the vault, adds a user's credential, says what it sees. */
import { silentLogger } from '../../src/ports.ts'
import { Secret } from '../../src/secret.ts'
import { openVault } from '../../src/vault/open.ts'
import { CHAT, credential, FORMATION, newToken, user } from './world.ts'

const { directory, databaseUrl, key, name } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly directory: string
  readonly databaseUrl?: string
  readonly key: string
  readonly name: string
}

const vault = await openVault({
  formation: FORMATION,
  directory,
  databaseUrl,
  encryption: {
    key: Secret.fromText(key),
    salt: undefined,
    iterations: 100_000,
    deriveFromFormationId: false,
  },
  maxAttempts: 3,
  production: false,
  logger: silentLogger,
})
const { outcome } = await vault.add(user(name), credential(newToken()), CHAT)
process.stdout.write(JSON.stringify({ outcome, primary: vault.core.keys.primary.id }))
await vault.close()
