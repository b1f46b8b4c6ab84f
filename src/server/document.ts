/** What the OpenAPI document says about the server as a whole. */
import type { ServerApp } from './environment.ts'

/** OpenAPI 3.1 knows SPDX identifiers; the types are of 3.0. */
const LICENSE = { name: 'MIT', identifier: 'MIT' }

/** The document of an app, OpenAPI 3.1. */
export function describe(app: ServerApp, publicUrl: string | undefined): object {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Keyturn',
      version: '1',
      description: 'Per-user credentials for chat agents. Values go in and never come out.',
      license: LICENSE,
    },
    servers: [{ url: publicUrl ?? '/' }],
    tags: [
      { name: 'turns', description: 'Messages of users.' },
      { name: 'credentials', description: 'Credentials of users.' },
      { name: 'users', description: 'Users as a whole.' },
      { name: 'audit', description: 'What was done.' },
    ],
  })
}
