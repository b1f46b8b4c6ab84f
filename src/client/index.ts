/** `keyturn/client`: Keyturn on a server, from Node, browsers and Workers. Without dependencies. */

export { Keyturn } from './keyturn.ts'
export type { ClientOptions, CredentialValue } from './keyturn.ts'
export { KeyturnApiError } from './error.ts'
export type { KeyturnApiFailure, ProblemMembers } from './error.ts'
export type {
  Account,
  AuditEntry,
  CallOptions,
  Service,
  ServiceStatus,
  StoredCredential,
  TurnOutcome,
  TurnRequest,
  UserDeletion,
  UserExport,
} from './types.ts'
