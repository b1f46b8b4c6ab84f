import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseFormation } from '../../src/formation/parse.ts'
import { readSnippets } from './snippets.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/mcp.md'), 'utf8')

it('the files on the page of MCP servers are one sound formation', () => {
  const files = Object.fromEntries(
    readSnippets(page)
      .filter(({ language }) => language === 'yaml')
      .map(({ text }) => [/^# (\S+)/.exec(text)?.[1] ?? '', text]),
  )
  const formation = parseFormation({ files, directory: '/srv/formation', allowLoopback: true })
  expect(formation.servers.map(({ id, type }) => `${id} ${type}`)).toEqual(
    ['argocd', 'crm', 'everything', 'github', 'notion'].map((id) => `${id} http`),
  )
  expect([...formation.services.keys()]).toEqual(['argocd', 'crm', 'everything', 'github', 'notion'])
})
