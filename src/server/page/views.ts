/** What the one-time page shows: a form, a question, or a last word. It works without scripts, on a phone, and for screen readers. */
import { entryPage } from '../../../prompts/entry-page.ts'
import { isSecretField } from '../../providers/fields.ts'
import type { Service } from '../../providers/service.ts'
import { html, type Html } from './html.ts'

/** Loaded as a file of its own, so that the policy can forbid inline styles. */
export const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 0; padding: 1.5rem 1rem }
main { max-width: 28rem; margin: 0 auto }
h1 { font-size: 1.4rem }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600 }
input { box-sizing: border-box; width: 100%; padding: .6rem; font: inherit }
button { margin: 1.25rem .75rem 0 0; padding: .6rem 1.2rem; font: inherit }
[role=alert] { padding: .75rem; border: 2px solid }
`

/** One page as it is shown. */
export interface Page {
  readonly status: number
  readonly body: Html
}

/** What the pages of a ticket have in common. */
export interface PageFacts {
  readonly service: Service
  readonly userId: string
  /** Goes back with the form, and has to fit the cookie. */
  readonly formToken: string
}

/** The form, with what was wrong before where something was. */
export function formPage({ service, userId, formToken }: PageFacts, fault?: string): Page {
  const { url, scopes } = service.help
  const fields = service.fields.map((name) => {
    const isOnly = service.fields.length === 1
    const label = isOnly ? `${service.name} ${service.credentialName}` : name.replaceAll('_', ' ')
    const type = isSecretField(name) ? 'password' : 'text'
    return html`<label for="field-${name}">${label}</label
      ><input
        id="field-${name}"
        name="field-${name}"
        type="${type}"
        required
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
      />`
  })
  const where = html`<p>
    <a href="${url ?? ''}" rel="noreferrer noopener" target="_blank">${entryPage.where({ service })}</a>
  </p>`
  return page(
    fault === undefined ? 200 : 422,
    entryPage.title({ service }),
    html`<p>${entryPage.whose({ service, userId })}</p>
      ${fault === undefined ? undefined : html`<p role="alert">${fault}</p>`}
      ${url === undefined ? undefined : where}
      ${scopes === undefined ? undefined : html`<p>${entryPage.scopes({ scopes })}</p>`}
      <form method="post">
        <input type="hidden" name="form-token" value="${formToken}" /><input
          type="hidden"
          name="act"
          value="check"
        />
        ${fields}<button type="submit">${entryPage.send()}</button>
      </form>`,
  )
}

/** "This is **name**. Add it?" */
export function confirmPage({ service, userId, formToken }: PageFacts, name: string | undefined): Page {
  const found = name === undefined ? undefined : entryPage.foundOwner({ name })
  const question =
    found === undefined
      ? html`${entryPage.foundNobody({ service })}`
      : html`${found.before}<strong>${found.name}</strong>${found.after}`
  return page(
    200,
    entryPage.title({ service }),
    html`<p>${entryPage.whose({ service, userId })}</p>
      <p>${question}</p>
      <form method="post">
        <input type="hidden" name="form-token" value="${formToken}" />
        <button type="submit" name="act" value="add">${entryPage.add()}</button
        ><button type="submit" name="act" value="cancel">${entryPage.cancel()}</button>
      </form>`,
  )
}

/** A page that says one thing and asks nothing. */
export function lastPage(status: number, title: string, text: string): Page {
  return page(status, title, html`<p ${status < 400 ? html`role="status"` : html`role="alert"`}>${text}</p>`)
}

function page(status: number, title: string, content: Html): Page {
  const body = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="stylesheet" href="/connect.css" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`
  return { status, body }
}
