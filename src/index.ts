/** `keyturn`: per-user credentials for chat agents. A name added here is public API. */

// Opening
export { openKeyturn } from './keyturn.ts'
export type { Keyturn, Resolved } from './keyturn.ts'
export type { KeyturnOptions } from './keyturn-options.ts'
export type { ChatClient, ModelOptions } from './model.ts'
export type { Clock, Fetch, Logger } from './ports.ts'

// Turns
export { fromRequest } from './transport.ts'
export type { Audience, ChannelTransport, RequestTransport, TransportInput } from './transport.ts'
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
} from './outcome.ts'
export type { Agent, AgentRequest, ChatAnswer } from './agent-answer.ts'
export type { AgentOptions, Chat, Delivery } from './agent.ts'
export type { Speech } from './agent-speech.ts'
export type { ChatStream } from './chat-stream.ts'

// Users and their tools
export type { AccountResult, User, UserWork } from './user.ts'
export type { UserTool } from './user-tools.ts'
export type { ToolResult } from './mcp/connections.ts'
export { NeedError, readNeed } from './need.ts'
export type { Need } from './need.ts'

// Management
export type {
  Credentials,
  DeleteResult,
  DeleteServiceResult,
  ManagementOptions,
  ServiceStatus,
  SetOptions,
  SetResult,
} from './credentials.ts'
export type { UserDeletion, Users } from './users.ts'
export type { Account, AccountStatus, AuditEntry, UserExport } from './vault/vault.ts'
export type { Identity, UnknownReason } from './services/service.ts'

// Formation
export { readFormation } from './formation/read.ts'
export type { Formation, FormationWarning, SecretSource, ServiceId } from './formation/formation.ts'

// Errors and secrets
export { isKeyturnError, KeyturnError } from './errors.ts'
export type { ErrorCode, ErrorFacts } from './errors.ts'
export { Secret } from './secret.ts'
