/** HTML whose values are escaped by the way it is made. */

/** Finished HTML; only `html` makes it. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '')

/** A piece of HTML: what stands in it is escaped, unless it was made by `html` itself. */
export function html(
  pieces: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[] | undefined)[]
): Html {
  const shown = values.map((value) => {
    if (value === undefined) return ''
    if (value instanceof Html) return value.text
    if (typeof value === 'object') return value.map(({ text }) => text).join('')
    return escape(String(value))
  })
  return new Html(pieces.map((piece, index) => `${piece}${shown[index] ?? ''}`).join(''))
}
