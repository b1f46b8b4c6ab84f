/**
 * The credentials of this process that are opened or being opened, so that an end reaches them: one that is acknowledged here takes
 * effect on every use that began before it, wherever that use stands.
 */

/** One opening of a credential, until its use is over. */
export interface Release {
  /** Set once its row was read: ends up to this revision concern it. */
  revision: number | undefined
  /** Aborts when the credential is taken out of use. */
  readonly ended: AbortSignal
  /** The use is over; nothing is kept of it. */
  close(): void
}

interface OpenRelease extends Release {
  readonly accountId: string
  readonly end: () => void
}

/** The openings of one process, by user. */
export class Releases {
  readonly #users = new Map<string, Set<OpenRelease>>()

  /** Begins an opening. To be called before anything is read, so that no end falls between the reading and the release. */
  begin(user: string, accountId: string): Release {
    const controller = new AbortController()
    const open = this.#users.get(user) ?? new Set<OpenRelease>()
    this.#users.set(user, open)
    const release: OpenRelease = {
      accountId,
      revision: undefined,
      ended: controller.signal,
      end: () => controller.abort(),
      close: () => {
        open.delete(release)
        if (open.size === 0 && this.#users.get(user) === open) this.#users.delete(user)
      },
    }
    open.add(release)
    return release
  }

  /** Ends what is open of an account up to a revision, where one is given; of all of a user's accounts, where none is named. */
  end(user: string, accountId?: string, upToRevision = Number.POSITIVE_INFINITY): void {
    for (const release of this.#users.get(user) ?? []) {
      const isOf = accountId === undefined || release.accountId === accountId
      // What has not read its row yet may have read the old one by the time the answer comes.
      if (isOf && (release.revision ?? 0) <= upToRevision) release.end()
    }
  }
}
