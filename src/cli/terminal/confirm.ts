/** Asks once before something that cannot be taken back. */
import type { Console } from './console.ts'
import { UsageError } from '../exit-code.ts'

/**
 * Whether to go on: `--yes` said so, or a person does. The question stands on standard error, beside the result.
 *
 * @throws UsageError where nobody can be asked and `--yes` was not given.
 */
export async function confirmed(
  console: Console,
  question: string,
  { yes }: { readonly yes?: true | undefined },
): Promise<boolean> {
  if (yes === true) return true
  if (!console.isInteractive) {
    throw new UsageError('This cannot be taken back, and there is nobody to ask. Run it again with --yes.')
  }
  const { confirm } = await import('@clack/prompts')
  const { stdin, stderr } = console.surroundings
  const answer = await confirm({ message: question, initialValue: false, input: stdin, output: stderr })
  return answer === true
}
