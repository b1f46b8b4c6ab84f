/** The words of dedupe. */
import type { AccountWords, ServiceWords } from './names.ts'

/** Texts by name. */
export const dedupe = {
  /** The user has given this very secret before. */
  already({ service }: { service: ServiceWords; account: AccountWords }): string {
    return `That ${service.name} token is already stored in your account. You're all set!`
  },
}
