/** `keyturn/providers`: everything that the file of a provider needs, a host's own as well as ours. A line here is public API. */
export { ALNUM, BASE64, DIGITS, DOTTED, HEX, SLUG, WORD } from '../guard/find/text/characters.ts'
export { customerHost, fixedAt, siteOf } from './address.ts'
export type { Address, Locate, Where } from './address.ts'
export type { Ask, Probe } from './check/ask.ts'
export { ANY } from './check/reading.ts'
export type { CheckMeaning, GoodAnswer, Rule } from './check/reading.ts'
export { fieldValue } from './check/request.ts'
export type { ProbeRequest } from './check/request.ts'
export { factAt, firstOf, header, joined, literal, textAt } from './check/source.ts'
export type { Source } from './check/source.ts'
export { unknown } from './check/verdict.ts'
export type { Verdict } from './check/verdict.ts'
export { defineProvider } from './define-provider.ts'
export { holds, plainField, secretField, startsWith, tokenField } from './fields.ts'
export type { Field } from './fields.ts'
export { memberOf } from './answer.ts'
export {
  textOf,
  asBasic,
  asBearer,
  byPrefix,
  inHeader,
  inHeaders,
  inHeaderTemplate,
  inPath,
} from './inject.ts'
export type { Inject } from './inject.ts'
export type { Connect, Refresh } from './connect.ts'
export type { Provider, TokenPage } from './provider.ts'
export type { Revocation, RevocationMeaning } from './revocation.ts'
