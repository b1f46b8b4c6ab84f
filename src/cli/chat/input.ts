/** What a person types in a chat: prompts on a terminal, lines of a pipe otherwise. */
import { createInterface } from 'node:readline'
import { password, text } from '@clack/prompts'
import type { EntryForm } from '../../chat/turn/outcome.ts'
import type { Console } from '../terminal/console.ts'
import { ask } from '../terminal/prompt.ts'

/** Gives one message after the other. */
export interface ChatInput {
  /** The next message, typed unseen where a masked form is open; nothing at the end of the input. */
  next(form: EntryForm | undefined): Promise<string | undefined>
  close(): void
}

/** Makes the input of a chat. */
export function createChatInput(console: Console): ChatInput {
  return console.isInteractive ? createPrompts(console) : createLines(console)
}

function createPrompts(console: Console): ChatInput {
  return {
    next: (form) =>
      ask(console, (streams) =>
        form?.masked === true
          ? password({ message: `${form.label} (hidden)`, ...streams })
          : text({ message: 'You', ...streams }),
      ),
    close() {},
  }
}

function createLines({ surroundings: { stdin } }: Console): ChatInput {
  const lines = createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY })
  const iterator = lines[Symbol.asyncIterator]()
  return {
    async next() {
      const line = await iterator.next()
      return line.done === true ? undefined : line.value
    },
    close: () => lines.close(),
  }
}
