/** What messages say to us, in eleven languages. */
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
