/** Brings together what all servers of a formation say about each service. */
import { faultOfCheck } from './credential-check.ts'
import type { CredentialBlock, OAuthBlock, ServiceId, ServiceUse } from './formation.ts'
import type { Problems } from './problems.ts'
import { credentialTemplates, type ReadServer } from './server.ts'
import { credentialParts } from './template.ts'

interface Draft {
  readonly servers: string[]
  acceptInline: boolean
  /** The named fields, in order; empty while only the whole credential is used. */
  readonly fields: string[]
  usesWhole: boolean
  credential: CredentialBlock | undefined
}

/** The services of a formation by id, in order of appearance; contradictions between servers are noted. */
export function collectServiceUses(
  servers: readonly ReadServer[],
  problems: Problems,
): ReadonlyMap<ServiceId, ServiceUse> {
  const drafts = new Map<ServiceId, Draft>()
  for (const server of servers) {
    for (const service of server.definition.services) joinServer(drafts, service, server)
    collectFields(drafts, server, problems)
    joinCredentialBlock(drafts, server, problems)
  }
  const uses = new Map<ServiceId, ServiceUse>()
  for (const [service, { servers: ids, acceptInline, fields: named, credential }] of drafts) {
    const described = Object.keys(credential?.fields ?? {})
    const used = named.length > 0 ? named : described.length > 0 ? [] : ['token']
    const fields = [...new Set([...used, ...described])]
    uses.set(service, { service, servers: ids, acceptInline, fields, credential })
  }
  for (const server of servers) checkTheCheck(uses, server, problems)
  return uses
}

/** Which fields a check may name is known once every server has said which it uses. */
function checkTheCheck(
  uses: ReadonlyMap<ServiceId, ServiceUse>,
  { definition, file }: ReadServer,
  problems: Problems,
): void {
  const check = definition.credential?.check?.()
  const use = uses.get(definition.services[0] ?? '')
  const fault = check === undefined || use === undefined ? undefined : faultOfCheck(check, use.fields)
  if (fault !== undefined) problems.add(file.placeOf(['credential', 'check', ...fault.path]), fault.fault)
}

function joinServer(drafts: Map<ServiceId, Draft>, service: ServiceId, { definition }: ReadServer): void {
  const acceptInline = definition.auth?.acceptInline ?? false
  const draft = drafts.get(service)
  if (draft === undefined) {
    const servers = [definition.id]
    drafts.set(service, { servers, acceptInline, fields: [], usesWhole: false, credential: undefined })
  } else {
    draft.servers.push(definition.id)
    draft.acceptInline &&= acceptInline
  }
}

function collectFields(drafts: Map<ServiceId, Draft>, server: ReadServer, problems: Problems): void {
  for (const template of credentialTemplates(server.definition)) {
    for (const { service, field } of credentialParts(template)) {
      const draft = drafts.get(service)
      if (draft === undefined) continue
      const wasMixed = draft.usesWhole && draft.fields.length > 0
      if (field === undefined) draft.usesWhole = true
      else if (!draft.fields.includes(field)) draft.fields.push(field)
      if (wasMixed || !draft.usesWhole || draft.fields.length === 0) continue
      const message = `uses ${service} whole, and elsewhere its field ${draft.fields[0]} is used (or the other way round); use one way.`
      problems.add(template.place, message)
    }
  }
}

function joinCredentialBlock(
  drafts: Map<ServiceId, Draft>,
  { definition, file }: ReadServer,
  problems: Problems,
): void {
  const { credential, services } = definition
  if (credential === undefined) return
  const [service] = services
  if (service === undefined || services.length > 1) {
    const count = services.length === 0 ? 'no' : String(services.length)
    problems.add(credential.place, `describes one service, but this server uses ${count} user credentials.`)
    return
  }
  const draft = drafts.get(service)
  if (draft === undefined) return
  if (draft.credential === undefined) draft.credential = credential
  else if (content(draft.credential) !== content(credential)) {
    const message = `describes ${service} otherwise than ${draft.credential.place.file} does.`
    problems.add(file.placeOf(['credential']), message)
  }
}

function content({ hosts, check, fields, shapes, oauth2 }: CredentialBlock): string {
  return JSON.stringify([[...hosts].sort(), check, fields, shapes, oauth2 && clientOf(oauth2)])
}

/** A client without the places that it is written at. */
function clientOf({ place: _, clientId, clientSecret, ...rest }: OAuthBlock): object {
  return { ...rest, clientId: clientId.parts, clientSecret: clientSecret?.parts }
}
