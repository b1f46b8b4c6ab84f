/** Says how a command line was wrong, without repeating what might be a secret in it. */
import type { CommanderError } from 'commander'
import { UsageError } from './exit-code.ts'
import { findSecrets } from '../guard/index.ts'

/** Why a value is not taken from the command line, and what to do now. */
export const EXPOSED =
  'A value is never taken from the command line: it stays in the history of the shell, and others on this machine can read it there. ' +
  'If it was a real one, revoke it. Run the command without it: the value is asked for unseen, or read from standard input.'

/** The same of a root key, which comes out of the formation. */
export const EXPOSED_KEY =
  'A key is never taken from the command line: it stays in the history of the shell, and others on this machine can read it there. ' +
  'If it was a real one, make another and rotate to it. Keys are named in the formation: encryption.key, key_file, key_command or keys.'

/** Names under which people try to hand over a value. */
const VALUE_OPTION = /^--?(?:value|token|secret|password|pass|key|credential)s?(?:=|$)/i

/**
 * Refuses a command line with a secret in it, whatever its place.
 *
 * @throws UsageError `EXPOSED`.
 */
export function refuseSecrets(args: readonly string[]): void {
  const isSecret = (text: string): boolean =>
    findSecrets(text).some(({ certainty }) => certainty === 'checksum' || certainty === 'shape')
  if (args.some((argument) => isSecret(argument) || VALUE_OPTION.test(argument)))
    throw new UsageError(EXPOSED)
}

/** What the parser's refusal means, in our words. */
export function describeMisuse(error: CommanderError, command: string, known: readonly string[]): string {
  const help = `See keyturn ${command === '' ? '' : `${command} `}--help.`
  switch (error.code) {
    case 'commander.excessArguments':
      if (command.startsWith('keys ')) return EXPOSED_KEY
      return command === 'credentials set' ? EXPOSED : `There are too many arguments. ${help}`
    case 'commander.unknownOption':
      return `There is an option that keyturn does not know${nameIn(error.message, known)}. ${help}`
    case 'commander.unknownCommand':
      return `There is no such command. ${help}`
    case 'commander.missingArgument':
    case 'commander.missingMandatoryOptionValue':
    case 'commander.optionMissingArgument':
      // These name what is missing, from our own definitions.
      return `${capitalised(error.message.replace(/^error: /, ''))}. ${help}`
    default:
      return help
  }
}

/** The parser's own suggestion, which is one of our options. */
function nameIn(message: string, known: readonly string[]): string {
  const suggested = /Did you mean (--[a-z-]+)\?/.exec(message)?.[1]
  return suggested !== undefined && known.includes(suggested) ? `; is it ${suggested}` : ''
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
