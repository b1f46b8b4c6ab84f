/** Slack beside the services of the demo world: it accepts every token, as `auth.test` says it (docs.slack.dev: auth.test). */
import type { Fetch } from '../../src/index.ts'

const ACCEPTED = { ok: true, team: 'Acme', team_id: 'T1', user: 'ran', user_id: 'U1' }

/** A `fetch` in which Slack answers, and everything else does as before. */
export function answeringSlack(fetch: Fetch): Fetch {
  return (input, init) => {
    const { hostname } = new URL(input instanceof Request ? input.url : input)
    return hostname === 'slack.com' ? Promise.resolve(Response.json(ACCEPTED)) : fetch(input, init)
  }
}
