/** Plays a transcript against the real engine, the real MCP server and the local GitHub. */
import { dirname } from 'node:path'
import { createGitHubToken } from '../../examples/demo/world/tokens.ts'
import type { World } from '../../examples/demo/world/world.ts'
import { createCanary } from '../../src/testing/index.ts'
import { configureUnchecked } from '../flow/local-services.ts'
import type { Transcript } from './read-transcript.ts'

/** What one message led to. */
export interface Heard {
  readonly progress: readonly string[]
  readonly text: string
}

/** One way of taking a turn: in this process, with the state through JSON, or in a process of its own. */
export interface Player {
  say(message: {
    readonly messageId: string
    readonly text: string
    readonly transport: string
  }): Promise<Heard>
  /** Stores a credential outside the chat. */
  add(token: string, label: string | undefined): Promise<void>
  close(): Promise<void>
}

/** Writes the formation a transcript plays in, and returns its path. */
export function formationFor(world: World, transcript: Transcript, name: string): string {
  const { mode, redirect, also } = transcript
  const formation = world.writeFormation(name, {
    userCredentials: {
      ...(mode === undefined ? {} : { mode }),
      ...(redirect === undefined ? {} : { redirect_message: redirect }),
      encryption: { iterations: 100_000 },
    },
  })
  configureUnchecked(dirname(formation), also)
  return formation
}

/** Plays it, and returns it as it was heard: the same text as the file's if all is well. */
export async function play(world: World, transcript: Transcript, player: Player): Promise<string[]> {
  const tokens = new Map<string, string>()
  const tokenOf = (account: string): string => {
    const token = tokens.get(account) ?? world.github.issueToken(account)
    tokens.set(account, token)
    return token
  }
  for (const { account, label } of transcript.given) await player.add(tokenOf(account), label)
  for (const account of transcript.revoked) {
    world.github.revokeToken(tokenOf(account))
    tokens.delete(account)
  }
  const slackToken = createCanary().secret('slack-bot').text
  const heard: string[] = []
  let message = 0
  for (const step of transcript.steps) {
    if (step.kind === 'elsewhere') await player.add(tokenOf(step.text), undefined)
    if (step.kind !== 'user') continue
    const text = step.text
      .replaceAll(/\{token of (\S+)\}/g, (_, account: string) => tokenOf(account))
      .replaceAll(/\{half of (\S+)\}/g, (_, account: string) => tokenOf(account).slice(0, 20))
      .replaceAll('{unknown token}', () => createGitHubToken())
      .replaceAll('{slack token}', () => slackToken)
    message += 1
    const answer = await player.say({ messageId: `m${message}`, text, transport: transcript.transport })
    heard.push(...answer.progress.map((words) => `Said: ${words}`), `Agent: ${answer.text}`)
  }
  return heard
}

/** What the file says is heard. */
export function expected({ steps }: Transcript): string[] {
  return steps.flatMap(({ kind, text }) =>
    kind === 'said' ? [`Said: ${text}`] : kind === 'agent' ? [`Agent: ${text}`] : [],
  )
}
