/** What messages say to us, in ten languages. */
export { createModelReader, understand } from './model.ts'
export type { ChatClient, ModelOptions, ModelReader } from './model.ts'
export { Reader } from './reader.ts'
export type {
  HelpTopic,
  KnownAccount,
  KnownService,
  Named,
  NamedBy,
  OpenQuestion,
  Reading,
  Situation,
  Understood,
} from './reading.ts'
