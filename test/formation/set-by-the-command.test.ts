/** A command line never sets a variable that is the user's own: found when the formation is read, in whichever words it is set. */
import { describe, expect, it } from 'vitest'
import { problemsWith } from './problems-with.ts'

const AUTH = 'auth: { type: bearer, token: "${{ user.credentials.GITHUB }}" }'

const problemsOf = (auth: string, command: string, ...args: readonly string[]): string[] =>
  problemsWith(`command: ${JSON.stringify(command)}\nargs: ${JSON.stringify(args)}\n${auth}\n`)

describe('T-118 a command line that sets a variable of the user', () => {
  it.each([
    ['env', 'GITHUB_TOKEN=shared', 'server'],
    ['env', '-i', 'GITHUB_TOKEN=shared', 'server'],
    ['/usr/bin/env', 'PORT=1', 'GITHUB_PERSONAL_ACCESS_TOKEN=${{ secrets.SHARED }}', 'server'],
    ['sh', '-c', 'GITHUB_TOKEN=shared exec server'],
    ['sh', '-c', 'export GITHUB_TOKEN=shared; exec server'],
    ['bash', '-c', 'declare -x GITHUB_TOKEN=shared && server'],
    ['bash', '-c', 'PORT=1 GITHUB_TOKEN="$SHARED" exec server'],
    ['bash', '-c', 'GITHUB_"TOKEN"=shared exec server'],
    ['bash', '-c', "export 'GITHUB_TOKEN=shared'; server"],
    ['bash', '-c', 'GITHUB_TOKEN+=shared server'],
    ['bash', '-c', ': ${GITHUB_TOKEN:=shared}; server'],
    ['bash', '-c', 'GITHUB_TOKEN=${GITHUB_TOKEN:-shared} server'],
    ['bash', '-c', 'read -r GITHUB_TOKEN < /run/shared; export GITHUB_TOKEN; server'],
    ['bash', '-c', 'printf -v GITHUB_TOKEN %s shared; server'],
    ['bash', '-c', 'unset GITHUB_TOKEN; server'],
    ['bash', '-c', "bash -c 'GITHUB_TOKEN=shared server'"],
    ['env', '-u', 'GITHUB_TOKEN', 'server'],
    ['env', '--unset=GITHUB_TOKEN', 'server'],
    ['env', '-S', 'GITHUB_TOKEN=shared server'],
    ['fish', '-c', 'set -gx GITHUB_TOKEN shared; server'],
    ['csh', '-c', 'setenv GITHUB_TOKEN shared; server'],
    ['docker', 'run', '-e', 'GITHUB_TOKEN=shared', 'image'],
    ['docker', 'run', '-eGITHUB_TOKEN=shared', 'image'],
    ['docker', 'run', '--env', 'GITHUB_TOKEN=${{ secrets.SHARED }}', 'image'],
    ['docker', 'run', '--env=GITHUB_TOKEN=shared', 'image'],
    ['docker', 'run', '--env', 'GITHUB_TOKEN=', 'image'],
    ['podman', 'run', '-ie', 'GITHUB_TOKEN=shared', 'image'],
    ['npx', 'cross-env', 'GITHUB_TOKEN=shared', 'server'],
    ['npx', 'cross-env', 'github_token=shared', 'server'],
    ['cmd', '/c', 'set GITHUB_TOKEN=shared&& server'],
    ['cmd', '/c', 'set "GITHUB_TOKEN=shared" && server'],
    ['cmd', '/c', 'set', 'GITHUB_TOKEN=shared', '&&', 'server'],
    ['pwsh', '-Command', "$env:GITHUB_TOKEN = 'shared'; server"],
    ['pwsh', '-Command', 'Set-Item env:GITHUB_TOKEN shared; server'],
    ['pwsh', '-Command', "[Environment]::SetEnvironmentVariable('GITHUB_TOKEN', 'shared'); server"],
    ['python3', '-c', 'import os; os.environ["GITHUB_TOKEN"] = "shared"; import server'],
    ['python3', '-c', 'import os; os.putenv("GITHUB_TOKEN", "shared"); import server'],
    ['node', '-e', "process.env.GITHUB_TOKEN = 'shared'; require('server')"],
    ['node', '-e', "process.env['GITHUB_TOKEN'] ??= 'shared'; require('server')"],
    ['node', '-e', "Object.assign(process.env, { GITHUB_TOKEN: 'shared' }); require('server')"],
    ['server', '--config', '{"env":{"GITHUB_TOKEN":"shared"}}'],
    ['sudo', 'GITHUB_TOKEN=shared', '-u', 'mcp', 'server'],
    ['systemd-run', '--setenv=GITHUB_TOKEN=shared', 'server'],
    ['perl', '-e', '$ENV{GITHUB_TOKEN}="shared"; exec "server"'],
    ['perl', '-e', "$ENV{'GITHUB_TOKEN'} = 'shared'; exec 'server'"],
    ['podman', 'run', '--secret', 'shared,type=env,target=GITHUB_TOKEN', 'image'],
    ['GITHUB_TOKEN=shared server'],
  ])('is refused, and says what to write: %s %s %s %s', (command, ...args) => {
    const problems = problemsOf(AUTH, command, ...args)
    expect(problems).toEqual([
      expect.stringMatching(
        /(?:args\[\d\]|command) sets GITHUB_(?:PERSONAL_ACCESS_)?TOKEN, in which tools read what is the user's own, .*take it out, since auth and env give it; a container is given it by its name alone, `-e GITHUB_/,
      ),
    ])
    expect(problems.join()).not.toContain('shared')
  })

  it.each([
    ['docker', 'run', '--env-file', '.env', 'image'],
    ['docker', 'run', '--env-file=shared.env', 'image'],
    ['node', '--env-file=.env', 'server.js'],
    ['node', '--env-file-if-exists=.env', 'server.js'],
    ['uv', 'run', '--env-file', '.env', 'server'],
    ['npx', 'dotenv', '-e', '.env', '--', 'server'],
    ['npx', 'env-cmd', 'server'],
    ['direnv', 'exec', '.', 'server'],
    ['sh', '-c', 'set -a; . ./.env; exec server'],
    ['bash', '-c', 'source /srv/.env.local && server'],
    ['bash', '-c', 'export $(cat .env) && server'],
    ['bash', '-c', 'env $(grep = .env) server'],
    ['bash', '-c', 'env -i $(cat vars) server'],
    ['bash', '-c', 'set -a; . ./vars; exec server'],
    ['bash', '-c', 'set -o allexport; source /etc/vars.sh; server'],
    ['op', 'run', '--', 'server'],
    ['doppler', 'run', '--', 'server'],
    ['infisical', 'run', '--', 'server'],
    ['chamber', 'exec', 'bot', '--', 'server'],
    ['aws-vault', 'exec', 'bot', '--', 'server'],
    ['sops', 'exec-env', 'shared.yaml', 'server'],
    ['envdir', '/etc/bot', 'server'],
    ['s6-envdir', '/etc/bot', 'server'],
    ['chpst', '-e', '/etc/bot', 'server'],
    ['envchain', 'bot', 'server'],
    ['systemd-run', '-p', 'EnvironmentFile=/etc/bot', 'server'],
  ])('is refused where it may: %s %s %s', (command, ...args) => {
    const problems = problemsOf(AUTH, command, ...args)
    expect(problems.join('\n')).toMatch(
      /takes variables out of a file or another program, .*write them out in env\.$/,
    )
  })

  it.each([
    ['auth: { type: env, GH: "${{ user.credentials.GITHUB }}" }', 'GH'],
    ['auth: { type: env, GH: "${{ user.credentials.GITHUB }}" }', 'GITHUB_TOKEN'],
    ['env: { MINE: "${{ user.credentials.GITHUB }}" }', 'MINE'],
    ['auth: { type: api_key, key: "${{ user.credentials.ACME }}" }', 'ACME_API_KEY'],
    ['auth: { type: bearer, token: "${{ user.credentials.SLACK }}" }', 'SLACK_BOT_TOKEN'],
    ['auth: { type: bearer, token: "${{ user.credentials.ACME }}" }', 'ACME_ACCESS_TOKEN'],
    [
      'auth: { username: "${{ user.credentials.CRM.username }}", password: "${{ user.credentials.CRM.password }}" }',
      'CRM_PASSWORD',
    ],
  ])('is refused by whichever name it is the user’s: %s %s', (auth, name) => {
    expect(problemsOf(auth, 'env', `${name}=shared`, 'server').join()).toContain(`args[0] sets ${name}, `)
  })
})

describe('a command line is taken', () => {
  it.each([
    ['docker', 'run', '-i', '-e', 'GITHUB_TOKEN', 'image'],
    ['docker', 'run', '-i', '--env', 'GITHUB_TOKEN', '-eGITHUB_PERSONAL_ACCESS_TOKEN', 'image'],
    ['docker', 'run', '-e', 'PORT=80', '-e', 'GITHUB_HOST=example.com', 'image'],
    ['sudo', '-n', '-u', 'mcp', '--preserve-env=GITHUB_TOKEN', 'server'],
    ['sh', '-c', 'exec server --token-from GITHUB_TOKEN'],
    ['sh', '-c', 'MY_GITHUB_TOKEN_FILE=x exec server'],
    ['sh', '-c', 'GH="$GITHUB_TOKEN" exec server'],
    ['sh', '-c', 'GITHUB_PAT=$GITHUB_TOKEN exec server'],
    ['sh', '-c', 'export GITHUB_TOKEN; exec server'],
    ['sh', '-c', 'test "$GITHUB_TOKEN" = "" || exec server'],
    ['sh', '-c', ': ${GITHUB_TOKEN:?missing}; exec server'],
    ['sh', '-c', '. venv/bin/activate && exec server'],
    ['node', '-e', "if (process.env.GITHUB_TOKEN === '') throw 1"],
    ['server', '--env', 'production', '--config', '{"port":1}'],
    ['npm', 'run', 'server'],
    ['op-server', 'run'],
    ['server', 'op', 'runner'],
    ['sh', '-c', 'set -eu; exec server'],
    ['mise-en-place', 'exec'],
  ])('that passes the user’s own on, or sets something else: %s %s %s', (command, ...args) => {
    expect(problemsOf(AUTH, command, ...args)).toEqual([])
  })

  it('where no user has a credential, whatever it sets', () => {
    expect(problemsOf('', 'env', 'GITHUB_TOKEN=x', 'server', '--env-file=.env')).toEqual([])
  })
})
