/** Whether a credential may be given in this very turn: only if formation, server, connection and audience all allow it. */
import { describe, expect, it } from 'vitest'
import { decideEntry } from '../../../src/chat/actors/check-store.ts'
import type { TurnScope } from '../../../src/chat/scope.ts'
import { parseFormation } from '../../../src/formation/parse.ts'
import type { Transport } from '../../../src/net/transport.ts'

const SAFE: Transport = { secure: true, audience: 'self', reason: 'tls' }
const OPEN: Transport = { secure: false, audience: 'self', reason: 'not-encrypted' }
const SHARED: Transport = { secure: true, audience: 'shared', reason: 'tls' }

function entry(mode: string, acceptInline: boolean, transport: Transport): string {
  const files = {
    'formation.afs': `schema: "1.0.0"\nuser_credentials:\n  mode: ${mode}\n  redirect_message: "https://portal.example"\n`,
    'mcp/github.afs': `schema: "1.0.0"\nid: github\ntype: command\ncommand: node\nauth:\n  accept_inline: ${acceptInline}\n  token: "\${{ user.credentials.GITHUB }}"\n`,
  }
  const formation = parseFormation({ files, directory: '/nowhere' })
  return decideEntry({ formation, transport } as TurnScope, 'github', 'github')
}

describe('a credential may be given in the chat', () => {
  it('where everything allows it', () => {
    expect(entry('dynamic', true, SAFE)).toBe('inline')
  })

  it('T-048 never for a server that does not accept it, nor in redirect mode, however safe the way', () => {
    expect(entry('dynamic', false, SAFE)).toBe('elsewhere')
    expect(entry('redirect', true, SAFE)).toBe('elsewhere')
  })

  it('T-090 T-036 never over an open connection, nor where others read', () => {
    expect(entry('dynamic', true, OPEN)).toBe('insecure')
    expect(entry('dynamic', true, SHARED)).toBe('shared')
  })
})
