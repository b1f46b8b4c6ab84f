/** `keyturn serve`: how it is called. */
import type { Command } from 'commander'
import { withKeyturn } from '../open-command.ts'
import { withFormation, type Choose, type Common } from '../options.ts'
import type { ServeCommandOptions } from './serve.ts'

/** Defines the command. */
export function defineServe(program: Command, choose: Choose): void {
  withFormation(program.command('serve'))
    .description('answer over HTTP: turns, credentials, users and the audit')
    .option(
      '--host <address>',
      'where to listen; beyond this machine only with TLS or trusted proxies',
      '127.0.0.1',
    )
    .option('--port <number>', 'which port; 0 takes any', '8787')
    .option('--tls-cert <file>', 'certificate chain, PEM')
    .option('--tls-key <file>', 'its private key, PEM')
    .option('--jwt-issuer <url>', "issuer of your users' tokens")
    .option('--jwt-audience <name>', 'audience that they have to be for')
    .option('--jwt-keys <url>', "where the issuer's public keys are (JWKS)")
    .action((options: Common & ServeCommandOptions) =>
      choose(async (console) => {
        const { runServer } = await import('./serve.ts')
        return withKeyturn(console, options.formation, ({ keyturn }) =>
          runServer(keyturn, console, options, untilStopped()),
        )
      }),
    )
}

/** Settles at the first signal to end; a second one ends at once. */
function untilStopped(): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.removeAllListeners(signal)
  return new Promise((resolve) => {
    for (const signal of signals) {
      process.once(signal, () => {
        for (const other of signals) process.once(other, () => process.exit(1))
        resolve()
      })
    }
  })
}
