/** The way to the local GitHub, for processes that do not run it: its emulator takes a second to load. */
import type { Fetch } from '../../../src/ports.ts'

/** A `fetch` for which https://api.github.com is at `url` and nothing else is anywhere. */
export function createGitHubFetch(url: string): Fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const { origin, host, pathname, search } = new URL(request.url)
    if (origin !== 'https://api.github.com') throw new TypeError(`This world has no ${host}.`)
    return fetch(new Request(url + pathname + search, request))
  }
}
