/**
 * Sends what a program asks of https://api.github.com to the local GitHub instead: `node --import redirect-hook.mjs server.js`.
 *
 * The MCP server itself stays as its makers published it. The address comes in LOCAL_GITHUB_URL; every other one is refused.
 */
const target = process.env.LOCAL_GITHUB_URL
if (target === undefined) throw new Error('LOCAL_GITHUB_URL is not set.')

const realFetch = globalThis.fetch
globalThis.fetch = (input, init) => {
  const request = new Request(input, init)
  const url = new URL(request.url)
  if (url.origin !== 'https://api.github.com') {
    return Promise.reject(new TypeError(`This world has no ${url.host}.`))
  }
  return realFetch(new Request(target + url.pathname + url.search, request))
}
