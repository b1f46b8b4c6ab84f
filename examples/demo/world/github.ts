/** The local GitHub: an emulator of its API behind a door that knows which tokens are good. */
import { startGitHubEmulator } from './github-emulator.ts'
import { openGitHubFront, type GitHubFront } from './github-front.ts'
import { ACCOUNTS } from './seed.ts'

/** The local GitHub while it runs. */
export type LocalGitHub = GitHubFront

/** Starts it on 127.0.0.1 with the accounts of `seed.ts`. */
export async function startGitHub(): Promise<LocalGitHub> {
  const emulator = await startGitHubEmulator(ACCOUNTS)
  const front = await openGitHubFront(
    emulator,
    (login) => ACCOUNTS.find((account) => account.login === login)?.scopes ?? [],
  )
  return {
    ...front,
    async close() {
      await front.close()
      await emulator.close()
    },
  }
}
