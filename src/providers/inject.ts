/**
 * How a credential gets into a request: a header, Basic, the query or the path. The one place in which providers turn secrets into text.
 *
 * A provider is given its fields by its own names, and only such as can be sent (`fieldsByName`).
 */
import { KeyturnError } from '../errors.ts'
import type { CredentialFields } from '../secret.ts'
import type { Inject } from './service.ts'
import { startsWith } from './fields.ts'

export type { Inject, Injectable } from './service.ts'

/** A header that holds one field behind a prefix: `X-Api-Key: …`. */
export function inHeader(name: string, prefix = '', field = 'token'): Inject {
  return ({ headers }, fields) => headers.set(name, `${prefix}${textOf(fields, field)}`)
}

/** One way for tokens that begin like this, another for the rest. */
export function byPrefix(prefix: string, way: Inject, otherwise: Inject, field = 'token'): Inject {
  return (request, fields, now) => (startsWith(fields, prefix, field) ? way : otherwise)(request, fields, now)
}

/** `Authorization: Bearer …` (RFC 6750 §2.1). */
export const asBearer: Inject = inHeader('authorization', 'Bearer ')

/** Headers that each hold one field. A field that is not there sets none. */
export function inHeaders(fieldOf: Readonly<Record<string, string>>): Inject {
  return ({ headers }, fields) => {
    for (const [name, field] of Object.entries(fieldOf)) {
      if (fields[field] !== undefined) headers.set(name, textOf(fields, field))
    }
  }
}

/**
 * `Authorization: Basic …` of two fields in UTF-8 (RFC 7617). `suffix` stands behind the user name: Zendesk's `/token`. A password may be
 * left out: Stripe takes the key as the user name.
 */
export function asBasic(username: string, password?: string, suffix = ''): Inject {
  return ({ headers }, fields) => {
    const pair = `${textOf(fields, username)}${suffix}:${password === undefined ? '' : textOf(fields, password)}`
    headers.set('authorization', `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`)
  }
}

/** A header built from several fields: `template` names them in braces. */
export function inHeaderTemplate(name: string, template: string): Inject {
  return ({ headers }, fields) => headers.set(name, fillTemplate(template, fields))
}

/** A text with each `{field}` in it replaced by that field of a credential. */
export function fillTemplate(template: string, fields: CredentialFields): string {
  return template.replaceAll(/\{(\w+)\}/g, (_match, field: string) => textOf(fields, field))
}

/** A segment at the start of the path. Only where a service takes it nowhere else: paths stand in logs. */
export function inPath(prefix: string, field = 'token'): Inject {
  return ({ url }, fields) => {
    const segment = encodeURIComponent(textOf(fields, field)).replaceAll('%3A', ':')
    url.pathname = `/${prefix}${segment}${url.pathname}`
  }
}

/** A field of a credential as text, for a request and nothing else. */
export function textOf(fields: CredentialFields, name: string): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (value === undefined)
    throw new KeyturnError('INTERNAL', `A provider asked for a field "${name}" that it does not have.`)
  return value.reveal()
}
