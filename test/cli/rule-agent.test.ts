import { describe, expect, it } from 'vitest'
import type { ToolResult } from '../../src/tools/connections.ts'
import { answerByRules, chooseTool } from '../../src/cli/chat/rule-agent.ts'
import { fillArguments } from '../../src/cli/chat/rule-arguments.ts'
import { showResult } from '../../src/cli/chat/show-result.ts'
import type { UserTool } from '../../src/tools/tools.ts'

/** A tool that says what it was called with. */
function tool(
  name: string,
  description = '',
  properties: Record<string, object> = {},
  required: string[] = [],
): UserTool {
  return {
    name,
    originalName: name,
    description,
    server: 'github',
    services: ['github'],
    inputSchema: { type: 'object', properties, required },
    call: (args = {}) => Promise.resolve(textResult(`${name} ${JSON.stringify(args)}`)),
  }
}

function textResult(text: string, isError = false): ToolResult {
  return { content: [{ type: 'text', text }], isError }
}

const QUERY = { query: { type: 'string', description: 'Search query (see GitHub search syntax)' } }
const REPOSITORY = { owner: { type: 'string' }, repo: { type: 'string' } }
const ISSUE = { ...REPOSITORY, issue_number: { type: 'number' } }

/** Some of the names that the real GitHub server has. */
const TOOLS = [
  tool('create_repository', 'Create a new GitHub repository in your account', { name: { type: 'string' } }, [
    'name',
  ]),
  tool('search_repositories', 'Search for GitHub repositories', QUERY, ['query']),
  tool(
    'list_issues',
    'List issues in a GitHub repository',
    { ...REPOSITORY, state: { enum: ['open', 'closed'] } },
    ['owner', 'repo'],
  ),
  tool('get_issue', 'Get details of a specific issue', ISSUE, ['owner', 'repo', 'issue_number']),
  tool('add_issue_comment', 'Add a comment to an existing issue', { ...ISSUE, body: { type: 'string' } }, [
    'owner',
    'repo',
    'issue_number',
    'body',
  ]),
  tool('list_pull_requests', 'List pull requests of a repository', REPOSITORY, ['owner', 'repo']),
]

describe('the rule-driven agent', () => {
  it.each([
    ['Show my GitHub repositories', 'search_repositories'],
    ['find repos about yaml', 'search_repositories'],
    ['list the issues of acme/app', 'list_issues'],
    ['Show PRs of acme/app', 'list_pull_requests'],
    ['create a repository', 'create_repository'],
    ['add a comment to issue 3', 'add_issue_comment'],
    ['list everything', undefined],
    ['how are you?', undefined],
    ['', undefined],
  ])('%j means %s', (text, name) => {
    expect(chooseTool(text, TOOLS)?.name).toBe(name)
  })

  it.each([
    ['Show my GitHub repositories', 'search_repositories {"query":"user:@me"}'],
    ['Show my GitHub repos from both accounts', 'search_repositories {"query":"user:@me"}'],
    ['show my repositories with my work account', 'search_repositories {"query":"user:@me"}'],
    ['show my repos from both', 'search_repositories {"query":"user:@me"}'],
    ['find repos about bank accounts', 'search_repositories {"query":"bank accounts"}'],
    ['search repositories about yaml parsers', 'search_repositories {"query":"yaml parsers"}'],
    ['list issues of acme/app', 'list_issues {"owner":"acme","repo":"app"}'],
    [
      'call list_issues owner=acme repo=app state=open',
      'list_issues {"owner":"acme","repo":"app","state":"open"}',
    ],
    ['call create_repository name="my app"', 'create_repository {"name":"my app"}'],
    ['list issues', 'list_issues needs owner, repo. Say: call list_issues owner=… repo=…'],
    ['call get_issue acme/app #7', 'get_issue {"owner":"acme","repo":"app","issue_number":7}'],
    ['call nothing', 'There is no tool nothing. Say "tools" to see them, or "call TOOL name=value".'],
    ['good morning', 'No tool fits these words. Say "tools" to see them, or "call TOOL name=value".'],
  ])('%j calls or says: %s', async (text, answer) => {
    expect(await answerByRules({ text, tools: TOOLS })).toBe(answer)
  })

  it('lists the tools by their names', async () => {
    expect(await answerByRules({ text: 'tools', tools: TOOLS })).toMatch(
      /^I can use these tools:\ncreate_repository: Create/,
    )
    expect(await answerByRules({ text: 'help', tools: [] })).toBe('This formation has no tools.')
  })

  it('throws on what a call throws, so that a need is parked', async () => {
    const failing: UserTool = {
      ...tool('search_repositories', '', QUERY, ['query']),
      call: () => Promise.reject(new Error('need')),
    }
    await expect(answerByRules({ text: 'show my repositories', tools: [failing] })).rejects.toThrow('need')
  })
})

describe('arguments from words', () => {
  it('take the types of the schema, and leave out what does not fit it', () => {
    const typed = tool('t', '', {
      count: { type: 'integer' },
      dry: { type: 'boolean' },
      tags: { type: 'array' },
      filter: { type: 'object' },
      name: { type: 'string' },
    })
    const text = 'count=3 dry=true tags=a,b filter={"x":1} name=\'a b\' unknown=1'
    expect(fillArguments(typed, text).filled).toEqual({
      count: 3,
      dry: true,
      tags: ['a', 'b'],
      filter: { x: 1 },
      name: 'a b',
    })
    expect(fillArguments(typed, 'count=many dry=perhaps filter={').filled).toEqual({})
  })

  it('choose a word of a closed set, and never fill names that the schema has not', () => {
    const state = tool('t', '', { state: { enum: ['open', 'closed'] } }, ['state'])
    expect(fillArguments(state, 'the closed ones').filled).toEqual({ state: 'closed' })
    expect(Object.keys(fillArguments(state, '__proto__=x constructor=y').filled)).toEqual([])
    expect(fillArguments({ ...state, inputSchema: {} }, 'a=b')).toEqual({ filled: {}, missing: [] })
  })
})

describe('results as text', () => {
  it.each([
    ['plain words', 'plain words'],
    ['[{"full_name":"a/b","description":"c"},{"title":"t","number":4}]', '- a/b: c\n- #4 t'],
    ['{"total_count":1,"items":[{"login":"x"}]}', '- x'],
    ['{"items":[]}', 'Nothing found.'],
    ['{"a":1}', '{"a":1}'],
    ['', 'Done.'],
  ])('%s', (text, shown) => {
    expect(showResult(textResult(text))).toBe(shown)
  })

  it('are bounded, and say when they are errors', () => {
    expect(showResult(textResult('x'.repeat(10_000))).length).toBe(4_001)
    expect(showResult(textResult('no', true))).toBe('The tool reports a problem: no')
    const many = JSON.stringify(Array.from({ length: 25 }, (_, id) => ({ id })))
    expect(showResult(textResult(many)).split('\n').at(-1)).toBe('… and 5 more')
  })
})
