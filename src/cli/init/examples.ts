/** The agents that `keyturn init` can make: files of `examples/agents/`, and the packages that each asks for. */

/** What to install beside `keyturn`, by the name of the example. */
export const PACKAGES = {
  openai: ['openai'],
  'openai-responses': ['openai'],
  'ai-sdk': ['ai', '@ai-sdk/openai-compatible'],
  'openai-agents': ['@openai/agents', 'zod'],
  langchain: ['langchain', '@langchain/core', '@langchain/openai'],
} as const

/** One of the examples. */
export type Example = keyof typeof PACKAGES

/** All of them. */
export const EXAMPLES: readonly Example[] = Object.keys(PACKAGES) as Example[]
