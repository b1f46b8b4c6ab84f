/** Plays scenes on the real engine and prints them; every answer comes from there. */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { fromRequest, openKeyturn } from '../../src/index.ts'
import type { Chat, ChatAnswer, Keyturn, Logger, TransportInput } from '../../src/index.ts'
import { createAgent } from './agent.ts'
import type { Scene, TokenOf } from './scenes.ts'
import { createGitHubToken } from './world/tokens.ts'
import type { World } from './world/world.ts'

/** A chat over HTTPS, as a web server would describe it, and one without. */
const ENCRYPTED: TransportInput = { channel: 'demo', attested: true, audience: 'self' }

/** The stage of one demo. */
export interface Stage {
  /** Plays a scene; false when somebody in it was not told what they had to hear. */
  play(scene: Scene): Promise<boolean>
  /** Every token that was typed. */
  tokens(): readonly string[]
  readonly logFile: string
  /** Everything that was said to people, and every history a host would keep. */
  history(): string
  close(): Promise<void>
}

/** Sets the stage: two formations of one world, an agent on the scripted model. */
export async function setStage(world: World, print: (line: string) => void): Promise<Stage> {
  const logFile = join(world.formationDirectory, 'demo.log')
  const logger = createFileLogger(logFile)
  const redirect = world.writeFormation('redirect', {
    id: 'demo-redirect',
    userCredentials: {
      mode: 'redirect',
      redirect_message:
        'Please configure GitHub credentials in the company portal at https://credentials.company.com',
    },
  })
  const open = (formation: string): Promise<Keyturn> =>
    openKeyturn({ formation, fetch: world.fetch, databaseUrl: false, redisUrl: false, logger })
  const [dynamic, redirected] = await Promise.all([open(world.formation), open(redirect)])
  const agent = createAgent(await world.model.client())
  const chats = { dynamic: dynamic.agent(agent), redirect: redirected.agent(agent) }
  const typed = new Set<string>()
  const current = new Map<TokenOf, string>()
  const kept: string[] = []
  let messages = 0

  const tokenOf = (owner: TokenOf): string => {
    const known = owner === 'nobody' ? undefined : current.get(owner)
    const token = known ?? (owner === 'nobody' ? createGitHubToken() : world.github.issueToken(owner))
    current.set(owner, token)
    typed.add(token)
    return token
  }

  async function take(
    chat: Chat,
    scene: Scene,
    text: string,
    transport: TransportInput | undefined,
  ): Promise<ChatAnswer> {
    messages += 1
    return chat({
      userId: scene.user,
      conversationId: scene.title,
      messageId: `message-${messages}`,
      text,
      transport,
      onProgress: (words) => print(`  Agent: ${words}`),
    })
  }

  return {
    logFile,
    tokens: () => [...typed],
    history: () => kept.join('\n'),
    async play(scene) {
      let madeItsPoint = true
      for (const line of scene.lines) {
        if ('revoke' in line) {
          world.github.revokeToken(tokenOf(line.revoke))
          current.delete(line.revoke)
          print(`  (${line.note})`)
          continue
        }
        const token = line.token === undefined ? '' : tokenOf(line.token)
        print(`  ${nameOf(scene.user)}: ${line.say}${token === '' ? '' : `[pastes ${describe(line.token)}]`}`)
        const transport = line.unencrypted === true ? plainHttp() : ENCRYPTED
        const answer = await take(chats[scene.formation], scene, line.say + token, transport)
        print(`  Agent: ${answer.text.replaceAll('\n', '\n         ')}`)
        kept.push(JSON.stringify(answer))
        madeItsPoint &&= answer.text.includes(line.hears ?? '')
      }
      return madeItsPoint
    },
    async close() {
      await Promise.all([dynamic.close(), redirected.close()])
    },
  }
}

const nameOf = (user: string): string => user.charAt(0).toUpperCase() + user.slice(1)

const describe = (owner: TokenOf | undefined): string =>
  owner === 'nobody' ? 'a token that GitHub does not know' : `a token of ${String(owner)}`

/** What a request over plain HTTP from another machine looks like (the address is one for documentation, RFC 5737). */
function plainHttp(): TransportInput {
  const socket = { remoteAddress: '192.0.2.7', encrypted: false }
  return fromRequest({ socket, headers: {}, rawHeaders: [] } as unknown as Parameters<typeof fromRequest>[0])
}

/** Everything the engine logs, down to debug. */
function createFileLogger(file: string): Logger {
  const write =
    (level: string) =>
    (fields: object, message: string): void =>
      appendFileSync(file, `${level} ${message} ${inspect(fields, { depth: 20 })}\n`)
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}
