/** `keyturn`: per-user credentials for chat agents. A name added here is public API. */

// Opening
export { openKeyturn, readFormation } from './open/on-first-use.ts'
export type { Keyturn, OAuth, Resolved, ServerParts } from './keyturn.ts'
export type { Connection, Visitor } from './oauth/connecting.ts'
export type { KeyturnOptions } from './open/options.ts'
export type { ChatClient, ModelOptions } from './chat/agent/model.ts'
export type { Clock, Fetch, Logger } from './ports.ts'

// Turns
export { fromRequest } from './net/transport.ts'
export type { Audience, ChannelTransport, RequestTransport, TransportInput } from './net/transport.ts'
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
} from './chat/turn/outcome.ts'
export type { Agent, AgentRequest, ChatAnswer } from './chat/agent/answer.ts'
export type { AgentOptions, Chat, Delivery } from './chat/agent/agent.ts'
export type { Speech } from './chat/agent/speech.ts'
export type { ChatStream } from './chat/agent/stream.ts'

// Users and their tools
export type { AccountResult, User, UserWork } from './tools/user.ts'
export type { UserTool } from './tools/tools.ts'
export type { ToolResult } from './tools/connections.ts'
export { NeedError, readNeed } from './tools/need.ts'
export type { Need } from './tools/need.ts'

// Management
export type {
  Credentials,
  DeleteResult,
  DeleteServiceResult,
  ServiceStatus,
} from './credentials/credentials.ts'
export type { SetOptions, SetResult } from './credentials/set.ts'
export type { ManagementOptions } from './credentials/input.ts'
export type { Audit, AuditOptions } from './credentials/audit.ts'
export type { UserDeletion, Users } from './credentials/users.ts'
export type { Account, AccountStatus, AuditEntry, UserExport } from './vault/vault.ts'
export type { Identity, UnknownReason } from './providers/service.ts'

// Formation
export type { Formation, FormationWarning, SecretSource, ServiceId } from './formation/formation.ts'

// Service keys of the server
export type { AccessKey, AccessScope, NewAccessKey, ServerStore } from './vault/server/port.ts'

// Errors and secrets
export { isKeyturnError, KeyturnError } from './errors.ts'
export type { ErrorCode, ErrorFacts } from './errors.ts'
export { Secret } from './secret.ts'
