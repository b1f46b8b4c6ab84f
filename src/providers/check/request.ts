/** Requests of a provider said as data: a path at the API, and where fields of the credential stand in a body. */
import type { CredentialFields } from '../../secret.ts'
import { fillTemplate, textOf } from '../inject.ts'

/** Stands in a body for a text with fields of the credential in it. */
export class FieldTemplate {
  readonly template: string

  constructor(template: string) {
    this.template = template
  }
}

/** A field of the credential inside a body; secrets have no other way in. */
export function fieldValue(field = 'token'): FieldTemplate {
  return new FieldTemplate(`{${field}}`)
}

/** A JSON body with fields of the credential in it. */
export type JsonTemplate =
  | string
  | number
  | boolean
  | null
  | FieldTemplate
  | readonly JsonTemplate[]
  | { readonly [name: string]: JsonTemplate }

/** One request of a provider. */
export interface ProbeRequest {
  /** Default `GET`. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /**
   * Behind the base of the API (`/user`), or a whole URL at one of the provider's origins. `{token}` stands for a field of the credential:
   * for ids, and for secrets only where the service takes them nowhere else.
   */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** A body of JSON. */
  readonly json?: JsonTemplate
  /** A body of `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string | FieldTemplate>>
  /** The credential stands in the body alone: nothing is put into the headers. */
  readonly isAnonymous?: true
}

/** The URL of a request. */
export function urlOf({ url }: ProbeRequest, api: string, fields: CredentialFields): URL {
  const filled = url.replaceAll(/\{(\w+)\}/g, (_match, field: string) =>
    encodeURIComponent(textOf(fields, field)),
  )
  return new URL(filled.startsWith('/') ? `${api}${filled}` : filled)
}

/** The body of a request and its content type; neither for a request without one. */
export function bodyOf(
  { json, form }: ProbeRequest,
  fields: CredentialFields,
): { readonly body: string; readonly contentType: string } | undefined {
  if (json !== undefined) {
    return {
      body: JSON.stringify(json, (_name, value: unknown) => filled(value, fields)),
      contentType: 'application/json',
    }
  }
  if (form === undefined) return undefined
  const entries = Object.entries(form).map(([name, value]): [string, string] => [
    name,
    String(filled(value, fields)),
  ])
  return { body: new URLSearchParams(entries).toString(), contentType: 'application/x-www-form-urlencoded' }
}

function filled(value: unknown, fields: CredentialFields): unknown {
  return value instanceof FieldTemplate ? fillTemplate(value.template, fields) : value
}
