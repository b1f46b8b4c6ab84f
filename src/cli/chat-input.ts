/** What a person types in a chat: prompts on a terminal, lines of a pipe otherwise. */
import { createInterface } from 'node:readline'
import { isCancel, password, text } from '@clack/prompts'
import type { EntryForm } from '../outcome.ts'
import type { Console } from './console.ts'

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

function createPrompts({ surroundings: { stdin, stderr } }: Console): ChatInput {
  return {
    async next(form) {
      const isHidden = form?.masked === true
      const streams = { input: stdin, output: stderr }
      const answer = isHidden
        ? await password({ message: `${form.label} (hidden)`, ...streams })
        : await text({ message: 'You', ...streams })
      return isCancel(answer) ? undefined : answer
    },
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
