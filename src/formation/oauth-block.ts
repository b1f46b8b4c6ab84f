/**
 * Reads `credential.oauth2`: the client that this deployment has at a service, and for a service that Keyturn does not know, where its
 * authorization server is. Users then connect instead of pasting.
 */
import { z } from 'zod'
import { checkBlock } from './check-block.ts'
import { configuredText, readTemplate } from './configured-text.ts'
import type { OAuthBlock, Template } from './formation.ts'
import type { Problems } from './problems.ts'
import { hasPart } from './template.ts'
import type { YamlFile } from './yaml/file.ts'

const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/
const MOST_SCOPES = 50
const PATH = ['credential', 'oauth2'] as const

/** A scope as RFC 6749 §3.3 has it. */
const scope = z.string().refine((text) => SCOPE.test(text), 'must be one scope, without blanks.')

/** The schema of the block. */
export const oauthSchema = z.strictObject({
  client_id: configuredText,
  client_secret: configuredText.optional(),
  scopes: z.array(scope).max(MOST_SCOPES).default([]),
  authorization_url: z.string().optional(),
  token_url: z.string().optional(),
  device_url: z.string().optional(),
  revocation_url: z.string().optional(),
  issuer: z.string().optional(),
  client_authentication: z.enum(['basic', 'post']).optional(),
})

/** Its fields by their dotted paths, for suggestions. */
export const OAUTH_FIELDS = Object.keys(oauthSchema.shape)

/** Says what is wrong with an address that secrets of a client go to; nothing for a sound one. */
export type FaultOfUrl = (url: string) => string | undefined

/** Reads the block of a file; nothing where there is none, or it has problems, which are then noted. */
export function readOAuthBlock(
  file: YamlFile,
  faultOfUrl: FaultOfUrl,
  problems: Problems,
): OAuthBlock | undefined {
  const outer = file.root['credential']
  const value = typeof outer === 'object' && outer !== null && 'oauth2' in outer ? outer.oauth2 : undefined
  if (value === undefined) return undefined
  const before = problems.count
  const block = checkBlock(oauthSchema, value, file, PATH, OAUTH_FIELDS, problems)
  if (block === undefined) return undefined
  for (const field of ['authorization_url', 'token_url', 'device_url', 'revocation_url', 'issuer'] as const) {
    const fault = block[field] === undefined ? undefined : faultOfUrl(block[field])
    if (fault !== undefined) problems.add(file.placeOf([...PATH, field]), fault)
  }
  if (
    block.token_url !== undefined &&
    block.authorization_url === undefined &&
    block.device_url === undefined
  ) {
    problems.add(file.placeOf([...PATH, 'authorization_url']), 'is missing; without it device_url is needed.')
  }
  const text = (field: 'client_id' | 'client_secret'): Template | undefined => {
    const given = block[field]
    const template =
      given === undefined ? undefined : readTemplate(file, [...PATH, field], given, 'env', problems)
    if (template === undefined || !hasPart(template, 'credential')) return template
    problems.add(template.place, "is the deployment's own, and cannot hold a user's credential.")
    return undefined
  }
  const clientId = text('client_id')
  const clientSecret = text('client_secret')
  if (problems.count > before || clientId === undefined) return undefined
  return {
    clientId,
    clientSecret,
    scopes: block.scopes,
    authorizationUrl: block.authorization_url,
    tokenUrl: block.token_url,
    deviceUrl: block.device_url,
    revocationUrl: block.revocation_url,
    issuer: block.issuer,
    clientAuthentication: block.client_authentication,
    place: file.placeOf(PATH),
  }
}
