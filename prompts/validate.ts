/** The words of validate: what the service said. */
import type { AccountWords, ServiceWords } from './names.ts'

const UNKNOWN = {
  clock: 'says that the clock of this machine is wrong',
  incomplete: 'needs another part of it to tell (a site or a second key that fits)',
  scope: 'knows it, but does not let it say whose it is (give it the right to read its own user)',
  'rate-limited': 'is asking me to slow down',
  'sso-required':
    'wants this token to be authorised for single sign-on first (you can do that in its settings)',
  forbidden: 'refused to say whether it is valid',
  unavailable: 'is not answering properly right now',
  timeout: 'took too long to answer',
  network: 'cannot be reached right now',
  redirected: 'answered from an unexpected address',
  unreadable: 'gave an answer I could not read',
} as const

/** Why a wished label was left out. */
const labelTaken = (holder: AccountWords | null): string =>
  holder === null
    ? ''
    : `\nI left its label out, because your account '${holder.name}' goes by that name already.`

/** Texts by name. */
export const validate = {
  /** Said while the service is being asked, where a channel can show it. */
  validating(): string {
    return 'Validating...'
  },

  /** A new account. */
  added({
    service,
    account,
    checked,
    labelHolder = null,
    lookAlike = null,
  }: {
    service: ServiceWords
    account: AccountWords
    checked: boolean
    labelHolder?: AccountWords | null
    lookAlike?: AccountWords | null
  }): string {
    const added = `Successfully added ${service.name} account '${account.name}'`
    const unchecked = `Saved ${service.name} account '${account.name}' without a check: I have no way to ask ${service.name} about it. Its first use will show whether it works.`
    const alike =
      lookAlike === null
        ? ''
        : `\nIts name looks like '${lookAlike.name}', which is another account of yours. A label would tell them apart.`
    return `${checked ? added : unchecked}${labelTaken(labelHolder)}${alike}`
  },

  /** A new secret for an account that was there already. */
  replaced({
    service,
    account,
    labelHolder = null,
  }: {
    service: ServiceWords
    account: AccountWords
    labelHolder?: AccountWords | null
  }): string {
    const updated = `Updated the ${service.credentialName} of your ${service.name} account '${account.name}'`
    return `${updated}${labelTaken(labelHolder)}`
  },

  /** What the user has now. */
  nowHave({ service, accounts }: { service: ServiceWords; accounts: readonly AccountWords[] }): string {
    const names = accounts.map((account) => account.name).join(', ')
    return `You now have ${accounts.length} ${service.name} accounts: ${names}`
  },

  /** A definite no. */
  rejected(facts: {
    service: ServiceWords
    /** What is asked for first, where the service needs several fields. */
    field: string | null
    attemptsLeft: number | null
    expired: boolean
    damaged: boolean
  }): string {
    const { service, field, attemptsLeft, expired, damaged } = facts
    const what = expired
      ? `That ${service.name} ${service.credentialName} has expired.`
      : `${service.name} did not accept that ${service.credentialName}.`
    const left =
      attemptsLeft === null
        ? ''
        : attemptsLeft === 1
          ? ' You have 1 try left.'
          : ` You have ${attemptsLeft} tries left.`
    const hint =
      damaged && !expired ? ' It looks incomplete: a character seems to be missing or changed.' : ''
    const again =
      field === null
        ? 'Please check it and paste it again'
        : `Please start again with your ${service.name} ${field}`
    return `${what}${hint}${left} ${again}, or say "cancel":`
  },

  /** The service could not say; nothing was counted. */
  unknown({ service, reason }: { service: ServiceWords; reason: keyof typeof UNKNOWN }): string {
    return `${service.name} ${UNKNOWN[reason]}, so I could not check your ${service.credentialName} yet. It does not count as a try. Say "try again" within 10 minutes, or "cancel".`
  },

  /** What the service could not say can be asked again; or, with nothing `pending`, adding is paused. */
  retryAgain({ service, pending }: { service: ServiceWords; pending: boolean }): string {
    return pending
      ? `I still have your ${service.name} ${service.credentialName}: say "try again", or "cancel".`
      : `Adding a ${service.name} account is paused: say "try again" once that is over, or "cancel".`
  },

  /** The service accepts it, the tool does not. */
  toolRefuses({ service }: { service: ServiceWords }): string {
    return `${service.name} accepts your ${service.credentialName}, but the tool still refuses it, so I stopped. It may lack a permission that this request needs.`
  },
}
