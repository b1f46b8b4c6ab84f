/** The words of lockout. */
import { minutesInWords } from './names.ts'
import type { ServiceWords } from './names.ts'

/** Texts by name. */
export const lockout = {
  /** Adding is locked for a while; what is stored keeps working. `waits`: a request is kept until it is over. */
  locked(facts: { service: ServiceWords; minutes: number; waits: boolean }): string {
    const { service, minutes, waits } = facts
    const kept = waits ? ' I keep your request until then: say "try again".' : ''
    return `Too many ${service.name} credentials were not accepted, so adding one is paused. Please try again in ${minutesInWords(minutes)}. Accounts you have connected keep working.${kept}`
  },

  /** Others of this user's tries are still on their way. */
  busy({ service }: { service: ServiceWords }): string {
    return `One moment: I am still checking another ${service.name} credential of yours. Say "try again" in a few seconds.`
  },
}
