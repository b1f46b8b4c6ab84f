/** Where the emulator differs from GitHub in ways that show: `@me` in searches, and pull requests in their results. */

/** GitHub takes `@me` in a search for the login of whoever asks. */
export function nameAsker(url: URL, login: string): URL {
  const named = new URL(url)
  const query = named.searchParams.get('q')
  if (query !== null) named.searchParams.set('q', query.replaceAll('@me', login))
  return named
}

/** Members of a pull request that GitHub's search leaves out; the emulator's holds both whole repositories. */
const NOT_IN_SEARCH = ['head', 'base', '_links'] as const

/** GitHub's search shows a pull request as an issue with its addresses under `pull_request`. */
export function trimSearchAnswer(path: string, body: Buffer): Buffer {
  if (path !== '/search/issues') return body
  const answer = JSON.parse(body.toString('utf8')) as { items?: Record<string, unknown>[] }
  for (const item of answer.items ?? []) {
    if (!('head' in item)) continue
    const { url, html_url, diff_url, patch_url, merged_at } = item
    for (const name of NOT_IN_SEARCH) Reflect.deleteProperty(item, name)
    item['pull_request'] = { url, html_url, diff_url, patch_url, merged_at }
  }
  return Buffer.from(JSON.stringify(answer))
}
