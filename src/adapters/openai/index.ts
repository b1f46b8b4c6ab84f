/** `keyturn/openai`: runs of the `openai` client with a user's own tools. A line here is public API. */
export { openKeyturn } from '../../open/on-first-use.ts'
export { guardMessages } from '../history.ts'
export { startRun } from './chat.ts'
export type { ChatRun, ChatRunOptions } from './chat.ts'
export { startResponsesRun } from './responses.ts'
export type { ResponsesRun, ResponsesRunOptions } from './responses.ts'
export type { HostTools, ToolForModel } from '../tool-calls.ts'
