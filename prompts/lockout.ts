/** The words of lockout. */
import { minutesInWords } from './names.ts'
import type { ServiceWords } from './names.ts'

/** Texts by name. */
export const lockout = {
  /** Adding is locked for a while; what is stored keeps working. */
  locked({ service, minutes }: { service: ServiceWords; minutes: number }): string {
    return `Too many ${service.name} credentials were not accepted, so adding one is paused. Please try again in ${minutesInWords(minutes)}. Accounts you have connected keep working.`
  },

  /** Others of this user's tries are still on their way. */
  busy({ service }: { service: ServiceWords }): string {
    return `One moment: I am still checking another ${service.name} credential of yours. Say "try again" in a few seconds.`
  },
}
