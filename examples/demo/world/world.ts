/** A whole world on this machine for the demo and the transcript tests: a GitHub, a model, a formation, and nothing beyond. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fetch } from '../../../src/ports.ts'
import { writeFormation, type FormationOptions } from './formation.ts'
import { createGitHubFetch } from './github-fetch.ts'
import { startGitHub, type LocalGitHub } from './github.ts'
import { startModel, type ScriptedModel } from './model.ts'

/** The world while it stands. */
export interface World extends AsyncDisposable {
  readonly github: LocalGitHub
  readonly model: ScriptedModel
  /** For `openKeyturn({ fetch })`: leads to the local GitHub and refuses every other address. */
  readonly fetch: Fetch
  /** Holds `formation.afs` and `mcp/`; goes with the world, and everything that was put into it. */
  readonly formationDirectory: string
  /** Path of the formation file. */
  readonly formation: string
  /** Writes another formation, in a folder of its own inside this one's, and returns the path of its file. */
  writeFormation(name: string, options?: Omit<FormationOptions, 'directory' | 'githubUrl'>): string
  close(): Promise<void>
}

/** Builds the world; `options` shape its first formation. */
export async function startWorld(
  options: Omit<FormationOptions, 'directory' | 'githubUrl'> = {},
): Promise<World> {
  const [github, model] = await Promise.all([startGitHub(), startModel()])
  const formationDirectory = mkdtempSync(join(tmpdir(), 'keyturn-world-'))
  const write = (directory: string, given: typeof options): string =>
    writeFormation({ ...given, directory, githubUrl: github.url })

  async function close(): Promise<void> {
    await Promise.all([github.close(), model.close()])
    rmSync(formationDirectory, { recursive: true, force: true })
  }

  return {
    github,
    model,
    fetch: createGitHubFetch(github.url),
    formationDirectory,
    formation: write(formationDirectory, options),
    writeFormation: (name, given = {}) => write(join(formationDirectory, 'more', name), given),
    close,
    [Symbol.asyncDispose]: close,
  }
}
