/** `keyturn`: per-user credentials for chat agents. A name added here is public API. */

// Opening
export { openKeyturn, readFormation } from './open/on-first-use.ts'
export type { Keyturn, Resolved } from './keyturn.ts'
export type { KeyturnOptions } from './open/options.ts'
export type { ChatClient, ModelOptions } from './agent/model.ts'
export type { Clock, Fetch, Logger } from './ports.ts'

// Turns
export { fromRequest } from './transport/transport.ts'
export type { Audience, ChannelTransport, RequestTransport, TransportInput } from './transport/transport.ts'
export type {
  AccountView,
  Choice,
  EntryForm,
  PassOutcome,
  Reply,
  ReplyOutcome,
  ResumeOutcome,
  TurnHistory,
  TurnInput,
  TurnOutcome,
} from './turn/outcome.ts'
export type { Agent, AgentRequest, ChatAnswer } from './agent/answer.ts'
export type { AgentOptions, Chat, Delivery } from './agent/agent.ts'
export type { Speech } from './agent/speech.ts'
export type { ChatStream } from './agent/stream.ts'

// Users and their tools
export type { AccountResult, User, UserWork } from './user/user.ts'
export type { UserTool } from './user/tools.ts'
export type { ToolResult } from './mcp/connections.ts'
export { NeedError, readNeed } from './user/need.ts'
export type { Need } from './user/need.ts'

// Management
export type {
  Credentials,
  DeleteResult,
  DeleteServiceResult,
  ServiceStatus,
  SetOptions,
  SetResult,
} from './management/credentials.ts'
export type { ManagementOptions } from './management/input.ts'
export type { UserDeletion, Users } from './management/users.ts'
export type { Account, AccountStatus, AuditEntry, UserExport } from './vault/vault.ts'
export type { Identity, UnknownReason } from './services/service.ts'

// Formation
export type { Formation, FormationWarning, SecretSource, ServiceId } from './formation/formation.ts'

// Errors and secrets
export { isKeyturnError, KeyturnError } from './errors.ts'
export type { ErrorCode, ErrorFacts } from './errors.ts'
export { Secret } from './secret.ts'
