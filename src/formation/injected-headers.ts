/**
 * Which headers, and which parameter, a server over HTTP is sent, and from where: what is checked when a formation is read is what a request
 * carries.
 *
 * As with variables, a value that all users share never stands in for a user's own.
 */
import type { HttpServer, KeyCarrier, Template } from './formation.ts'
import type { FormationProblem } from './problems.ts'

/** In which header an API key goes where the formation does not say. */
const USUAL_CARRIER: KeyCarrier = { kind: 'header', name: 'X-API-Key' }

/** How a value is written into its place: `bearer` behind that word; `basic` the user's name and password together. */
export type Injection =
  | { readonly kind: 'header' | 'query'; readonly name: string; readonly template: Template }
  | { readonly kind: 'bearer'; readonly template: Template }
  | ({ readonly kind: 'basic' } & Readonly<Record<'username' | 'password', Template>>)

/** What the `auth` block of a server puts into each request. */
export function authInjections({ auth }: Pick<HttpServer, 'auth'>): readonly Injection[] {
  if (auth === undefined) return []
  const { token, username, password } = auth.values
  switch (auth.type) {
    case 'bearer':
      return token === undefined ? [] : [{ kind: 'bearer', template: token }]
    case 'basic':
      return username === undefined || password === undefined ? [] : [{ kind: 'basic', username, password }]
    case 'api_key':
      return token === undefined ? [] : [{ ...(auth.carrier ?? USUAL_CARRIER), template: token }]
    default:
      return Object.entries(auth.values).map(([name, template]) => ({ kind: 'header', name, template }))
  }
}

/** The header that an injection sets; nothing for a parameter. */
export function headerOf(injection: Injection): string | undefined {
  if (injection.kind === 'query') return undefined
  return injection.kind === 'header' ? injection.name : 'Authorization'
}

/** What is wrong with the headers of a server: one that is given twice. */
export function headerProblems(server: HttpServer): FormationProblem[] {
  const problem = (template: Template, message: string): FormationProblem => {
    return { place: template.place, message, nearest: undefined }
  }
  const { auth, headers, url } = server
  const injections = authInjections(server)
  const ofAuth = injections.map((one) => headerOf(one)?.toLowerCase())
  const twice = Object.entries(headers)
    .filter(([name]) => ofAuth.includes(name.toLowerCase()))
    .map(([, template]) =>
      problem(template, 'is a header that auth gives too; take it out of one of the two.'),
    )
  const inAddress = injections.flatMap((one) =>
    one.kind === 'query' && new URL(url).searchParams.has(one.name)
      ? [problem(one.template, `is the parameter ${one.name}, which url gives too; take it out there.`)]
      : [],
  )
  const token = auth?.type === 'bearer' ? auth.values['token'] : undefined
  const [first] = token?.parts ?? []
  const saysBearer = first?.kind === 'text' && /^\s*bearer\s/i.test(first.text())
  const doubled =
    token !== undefined && saysBearer
      ? [problem(token, 'begins with "Bearer", which type bearer writes itself; leave the word out.')]
      : []
  return [...twice, ...inAddress, ...doubled]
}
