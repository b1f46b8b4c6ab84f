/** `keyturn/server`: Keyturn over HTTP, for agents and programs in any language. */

export { createHandler } from './handler.ts'
export type { Handler, HandlerOptions } from './options.ts'
export type { TokenOptions } from './authenticate.ts'
export type { Rate } from './rate-limit.ts'
export type { Problem, ProblemCode } from './problem.ts'
export { fromRequest } from '../net/transport.ts'
export { serve } from './serve.ts'
export type { ServeOptions, Serving } from './serve.ts'
