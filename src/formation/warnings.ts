/** Says which settings are weak or doubtful: sound enough to start with, worth a word. */
import { parseNetwork } from '../net/networks.ts'
import type { ServerDefinition, ServiceUse, Template } from './formation.ts'
import { showName, type Warnings } from './problems.ts'
import { misspeltFields, SERVER_FIELDS, type ReadServer } from './server.ts'
import type { FormationSettings } from './settings.ts'
import { ITERATIONS } from './encryption.ts'
import { hasPart, plainText } from './template.ts'
import type { YamlFile } from './yaml/file.ts'
import type { FieldPath } from './yaml/values.ts'

/** Most attempts that are said without a word: beyond, guessing pays. */
const USUAL_ATTEMPTS = 5

/** Fields that are read of a server over HTTP alone. */
const OF_ADDRESSES = ['url', 'headers']

const IN_ADDRESS =
  'A key in an address is written into logs on its way; use a header if this server takes one.'

/** Notes what is weak in the settings themselves. */
export function warnOfSettings(settings: FormationSettings, file: YamlFile, warnings: Warnings): void {
  const say = (field: string, message: string, ...rest: FieldPath) =>
    warnings.add(file.placeOf(['user_credentials', ...field.split('.'), ...rest]), message)
  const { encryption } = settings
  if (!settings.requireHttps) {
    say(
      'require_https',
      'Tokens may be given over connections that are not encrypted. Take this out in production.',
    )
  }
  if (encryption.deriveFromFormationId) {
    const message =
      encryption.key === undefined
        ? 'The key is derived from the formation id, which is public: whoever has the database can open it. Set encryption.key.'
        : 'The formation id only opens what is still under it, since a key is set. Take this out once `keyturn keys rotate` is through.'
    say('encryption.derive_from_formation_id', message)
  }
  for (const source of [encryption.key, ...encryption.decryptOnlyKeys]) {
    if (source?.kind !== 'text' || hasPart(source.text(), 'secret')) continue
    warnings.add(source.place, 'The key stands in the file itself. Use "${{ secrets.CREDENTIAL_KEY }}".')
  }
  if (encryption.iterations < ITERATIONS.usual) {
    say(
      'encryption.iterations',
      `Fewer rounds than the usual ${ITERATIONS.usual}; a guessed key is cheaper to try.`,
    )
  }
  settings.trustedProxies.forEach((text, index) => {
    const network = parseNetwork(text)
    const widest = network?.family === 'ipv6' ? 7 : 8
    if (network === undefined || network.prefix >= widest) return
    const message = 'So wide a network lets almost anybody claim https; name the proxies themselves.'
    say('trusted_proxies', message, index)
  })
  if (settings.maxAttempts > USUAL_ATTEMPTS) {
    say('max_attempts', `More than ${USUAL_ATTEMPTS} attempts in 15 minutes make guessing easier.`)
  }
  if (settings.mode === 'redirect' && settings.redirectMessage === undefined) {
    say(
      'redirect_message',
      'Mode redirect has no redirect_message: people are not told where to add credentials.',
    )
  }
}

/** Notes what does not fit together between the settings and the servers. */
export function warnOfServices(
  settings: FormationSettings,
  servers: readonly ReadServer[],
  services: ReadonlyMap<string, ServiceUse>,
  warnings: Warnings,
): void {
  for (const { definition, file } of servers) {
    warnOfUnread(file, definition.type, warnings)
    warnOfPlainSecrets(definition.type === 'http' ? definition.headers : definition.env, warnings)
    if (definition.auth?.carrier?.kind === 'query') warnings.add(file.placeOf(['auth', 'query']), IN_ADDRESS)
    warnOfPlainSecrets(definition.auth?.values ?? {}, warnings)
    if (definition.auth?.acceptInline !== true) continue
    const place = file.placeOf(['auth', 'accept_inline'])
    if (settings.mode === 'redirect') {
      warnings.add(place, 'accept_inline has no effect in mode redirect.')
    } else if (definition.services.length === 0) {
      warnings.add(place, 'accept_inline has no effect: this server needs no user credential.')
    }
  }
  for (const { service, credential } of services.values()) {
    const block = credential?.oauth2
    if (block === undefined) continue
    if (settings.mode === 'redirect')
      warnings.add(block.place, `has no effect in mode redirect: nobody connects to ${service} here.`)
    else if (
      settings.publicUrl === undefined &&
      block.tokenUrl !== undefined &&
      block.deviceUrl === undefined
    )
      warnings.add(
        block.place,
        `Nobody can connect to ${service}: it has no device_url, and there is no user_credentials.public_url to come back to.`,
      )
  }
  if (settings.mode !== 'dynamic' || settings.redirectMessage !== undefined) return
  for (const { service, acceptInline, credential } of services.values()) {
    const server = servers.find(({ definition }) => definition.services.includes(service))
    if (acceptInline || credential?.oauth2 !== undefined || server === undefined) continue
    const message = `Nobody can add a credential of ${service}: not in the chat (accept_inline), and there is no redirect_message.`
    warnings.add(server.file.placeOf(['auth']), message)
  }
}

/** Notes what a server is sound without, and may not be meant to be without: with `auth` misspelt it runs for everybody alike. */
function warnOfUnread(file: YamlFile, type: ServerDefinition['type'], warnings: Warnings): void {
  for (const [name, meant] of misspeltFields(file)) {
    warnings.add(file.placeOf([name]), `${showName(name)} is not read; is it meant to be ${meant}?`)
  }
  const misspelt = misspeltFields(file).map(([name]) => name)
  for (const [name, value] of Object.entries(file.root)) {
    const isRead = SERVER_FIELDS.includes(name) && (type === 'http' || !OF_ADDRESSES.includes(name))
    if (isRead || misspelt.includes(name) || !JSON.stringify(value).includes('user.credentials.')) continue
    const message = `${showName(name)} is not read, so nobody is asked for the credential in it; use auth or env.`
    warnings.add(file.placeOf([name]), message)
  }
}

const SECRET_NAME = /(?:token|secret|password|passwd|api_?key|access_?key|credential)s?$/i
const LOOKS_RANDOM = /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_+=-]{24,}$/

function warnOfPlainSecrets(values: Readonly<Record<string, Template>>, warnings: Warnings): void {
  for (const [name, template] of Object.entries(values)) {
    const text = plainText(template)
    if (text === undefined || text.length < 8) continue
    if (!SECRET_NAME.test(name) && !LOOKS_RANDOM.test(text)) continue
    const message = `${showName(name)} stands in the file in plain text. Use "\${{ secrets.… }}" or "\${{ user.credentials.… }}".`
    warnings.add(template.place, message)
  }
}
