/**
 * `/connect/<ticket>`: where a person gives a credential that should not go through a chat. `/oauth/callback`: where a service sends people
 * back to.
 *
 * Looking changes nothing, so a preview of the link uses nothing up. A form takes the ticket out of the store while it is worked on: of
 * two that are sent at once, one counts. Wrong attempts are those of the chat.
 */
import { entryPage } from '../../../prompts/entry-page.ts'
import type { SetResult } from '../../credentials/set.ts'
import type { Keyturn } from '../../keyturn.ts'
import type { TransportInput } from '../../net/transport.ts'
import type { Service } from '../../providers/service.ts'
import type { Ticket } from '../../vault/server/port.ts'
import { readBody } from '../body.ts'
import type { IsSecure } from '../connection.ts'
import { checkForm, formTokenOf } from './form-token.ts'
import { confirmPage, formPage, lastPage, type Page, type PageFacts, STYLE } from './views.ts'

/** What the page works with. */
export interface PageParts {
  readonly keyturn: Keyturn
  readonly isSecure: IsSecure
  /** The user whom the host knows a browser to be; without it, the page says whose account it will become. */
  readonly userOf: ((request: Request) => Promise<string | undefined>) | undefined
  readonly bodyTimeoutMs: number
}

/** A form of at most 16 fields of 8 KiB, encoded. */
const MAX_FORM_BYTES = 512 * 1024

/** Answers for the page; nothing for any other path. */
export type AnswerPage = (
  request: Request,
  connection: TransportInput | undefined,
) => Promise<Response | undefined>

/** Whether an address is one that people open in a browser. */
export const isPage = (pathname: string): boolean =>
  pathname.startsWith('/connect/') || pathname === '/oauth/callback'

const PATH = /^\/connect\/([A-Za-z0-9_-]{22})$/

/** Makes the page of one Keyturn. */
export function createPage(parts: PageParts): AnswerPage {
  return async (request, connection) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/connect.css' && request.method === 'GET')
      return new Response(STYLE, { headers: { 'content-type': 'text/css; charset=utf-8' } })
    if (pathname === '/oauth/callback') return comeBack(parts, request, connection)
    if (!pathname.startsWith('/connect/')) return undefined
    const text = PATH.exec(pathname)?.[1]
    if (text === undefined || !['GET', 'POST'].includes(request.method)) return show(ended())
    const { token, cookie } = formTokenOf(request, text)
    if (!parts.isSecure(connection)) return show(insecure(), cookie)
    const visit = { text, token, request }
    return show(await (request.method === 'GET' ? look(parts, visit) : act(parts, visit)), cookie)
  }
}

/** Nobody of the host's: no user has this id. */
const NOBODY = ''

/** A browser that a service sends back; where the host knows its users, somebody who is none of them finishes nothing. */
async function comeBack(
  { keyturn, isSecure, userOf }: PageParts,
  request: Request,
  connection: TransportInput | undefined,
): Promise<Response> {
  if (!isSecure(connection)) return show(insecure())
  const userId = userOf === undefined ? undefined : ((await userOf(request)) ?? NOBODY)
  return keyturn.oauth.callback(request, { userId })
}

interface Visit {
  readonly text: string
  readonly token: string
  readonly request: Request
}

async function look(parts: PageParts, { text, token, request }: Visit): Promise<Page> {
  const { store } = parts.keyturn.server
  const ticket = await store.readTicket(text)
  const facts = ticket && (await factsOf(parts, request, ticket, token))
  if (ticket === undefined || facts === undefined) return ended()
  const found = await openPending(parts, ticket)
  return found === undefined ? formPage(facts) : confirmPage(facts, found.name)
}

async function act(parts: PageParts, { text, token, request }: Visit): Promise<Page> {
  const { publicUrl } = parts.keyturn.formation
  const form = await checkForm(request, { token, publicUrl }, () =>
    readBody(request, { maxBytes: MAX_FORM_BYTES, timeoutMs: parts.bodyTimeoutMs }),
  )
  if (form === undefined) return lastPage(403, 'Keyturn', entryPage.foreign())
  const { store } = parts.keyturn.server
  const seen = await store.readTicket(text)
  // Somebody else's session must not use the link up.
  if (seen === undefined || (await factsOf(parts, request, seen, token)) === undefined) return ended()
  const ticket = await store.takeTicket(text)
  const facts = ticket && (await factsOf(parts, request, ticket, token))
  if (ticket === undefined || facts === undefined) return ended()
  try {
    return await actOn(parts, form, { text, ticket, facts })
  } catch (error) {
    // An outage uses nothing up.
    await store.returnTicket(text, ticket).catch(() => undefined)
    throw error
  }
}

/** A ticket that was taken, and what its pages show. */
interface Taken {
  readonly text: string
  readonly ticket: Ticket
  readonly facts: PageFacts
}

async function actOn(parts: PageParts, form: URLSearchParams, taken: Taken): Promise<Page> {
  const { service } = taken.facts
  switch (form.get('act')) {
    case 'cancel':
      return lastPage(200, entryPage.title({ service }), entryPage.cancelled())
    case 'add': {
      const found = await openPending(parts, taken.ticket)
      return found === undefined ? ended() : add(parts, taken, found.value)
    }
    default:
      return check(parts, taken, valueOf(form, service))
  }
}

/** Asks whose it is, and keeps it sealed until its owner says yes. */
async function check(
  { keyturn }: PageParts,
  { text, ticket, facts }: Taken,
  value: Readonly<Record<string, string>>,
): Promise<Page> {
  const { store, findOwner, seal } = keyturn.server
  const { service } = facts
  const found = await findOwner(ticket.userId, ticket.service, value)
  if (found.kind === 'found') {
    const { name } = found
    const plain = Buffer.from(JSON.stringify({ value, name }))
    const pending = await seal('server.entry', ticket.userId, plain)
    await store.returnTicket(text, { ...ticket, pending })
    return confirmPage(facts, name)
  }
  const { result } = found
  if (result.ok || result.reason === 'locked') return resultPage(service, result)
  await store.returnTicket(text, { ...ticket, pending: undefined })
  return formPage(facts, entryPage.refused({ service, reason: result.reason }))
}

async function add(
  { keyturn }: PageParts,
  { text, ticket, facts }: Taken,
  value: Readonly<Record<string, string>>,
): Promise<Page> {
  const { userId } = ticket
  const result = await keyturn.credentials.set(ticket.service, { userId, value })
  // Asked again by opening the link again.
  if (!result.ok && (result.reason === 'busy' || result.reason === 'not-checked'))
    await keyturn.server.store.returnTicket(text, ticket)
  return resultPage(facts.service, result)
}

function resultPage(service: Service, result: SetResult): Page {
  const title = entryPage.title({ service })
  if (!result.ok) return lastPage(422, title, entryPage.refused({ service, reason: result.reason }))
  const { name } = result.account.identity
  const text = result.outcome === 'duplicate' ? entryPage.already : entryPage.added
  return lastPage(200, title, text({ service, name }))
}

/** What a page of a ticket shows; nothing where the host knows the browser to be somebody else's, or the service is gone. */
async function factsOf(
  { keyturn, userOf }: PageParts,
  request: Request,
  { userId, service: id }: Ticket,
  formToken: string,
): Promise<PageFacts | undefined> {
  const service = keyturn.server.services.find(id)
  if (service === undefined) return undefined
  if (userOf !== undefined && (await userOf(request)) !== userId) return undefined
  return { service, userId, formToken }
}

interface Pending {
  readonly value: Readonly<Record<string, string>>
  readonly name: string | undefined
}

async function openPending(
  { keyturn }: PageParts,
  { userId, pending }: Ticket,
): Promise<Pending | undefined> {
  if (pending === undefined) return undefined
  const plain = await keyturn.server.unseal('server.entry', userId, pending)
  return plain === undefined ? undefined : (JSON.parse(Buffer.from(plain).toString('utf8')) as Pending)
}

function valueOf(form: URLSearchParams, { fields }: Service): Record<string, string> {
  const given = fields.map((name) => [name, form.get(`field-${name}`) ?? ''] as const)
  return Object.fromEntries(given.filter(([, value]) => value !== ''))
}

const ended = (): Page => lastPage(404, 'Keyturn', entryPage.ended())

const insecure = (): Page => lastPage(403, 'Keyturn', entryPage.insecure())

/** Nothing but the page's own style and form: no script at all, no frame around it. */
const POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

function show({ status, body }: Page, cookie?: string): Response {
  const headers = new Headers({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
  })
  if (cookie !== undefined) headers.set('set-cookie', cookie)
  return new Response(body.text, { status, headers })
}
