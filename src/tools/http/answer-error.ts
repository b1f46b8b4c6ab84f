/** Reads an error of the SDK that stands for an HTTP answer. */
import { SdkHttpError } from '@modelcontextprotocol/client'

/** An answer that was an error. */
export interface HttpAnswerError {
  readonly status: number
  /** Its body, as it came; empty where there is none. */
  readonly text: string
}

/** The answer in an error; nothing for any other error. */
export function readHttpError(error: unknown): HttpAnswerError | undefined {
  if (!SdkHttpError.isInstance(error)) return undefined
  const { status, text } = error.data as { readonly status?: unknown; readonly text?: unknown }
  if (typeof status !== 'number') return undefined
  return { status, text: typeof text === 'string' ? text : '' }
}
