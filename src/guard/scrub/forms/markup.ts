/** Reads what is shown of a text: without its tags, without the colours of a terminal, and without what was struck over. */
import { type Form, FormBuilder } from './form.ts'

const [ESCAPE, BELL, BACKSPACE] = [27, 7, 8].map((code) => String.fromCharCode(code))
/** A tag or comment of HTML, a sequence of a terminal (ECMA-48 §5.4), a character with a backspace behind it. */
const UNSHOWN = new RegExp(
  [
    '<[!/?a-zA-Z][^<>]{0,400}>',
    `${ESCAPE}\\[[0-?]{0,32}[ -/]{0,4}[@-~]`,
    `${ESCAPE}\\][^${BELL}${ESCAPE}]{0,400}(?:${BELL}|${ESCAPE}\\\\)`,
    `[^\\n${BACKSPACE}]${BACKSPACE}`,
  ].join('|'),
  'g',
)

/** How far around such a sign the text is kept, in UTF-16 units. */
const AROUND = 96

/** The text as it is shown; nothing where all of it is. */
export function readMarkup(text: string): readonly Form[] {
  const form = new FormBuilder()
  let from = 0
  let isChanged = false
  for (const { 0: sign, index } of text.matchAll(UNSHOWN)) {
    isChanged = true
    if (index - from > 2 * AROUND) {
      if (from > 0) form.copy(text, from, from + AROUND)
      form.add('\n', index, index)
      form.copy(text, index - AROUND, index)
    } else form.copy(text, from, index)
    from = index + sign.length
  }
  if (!isChanged) return []
  form.copy(text, from, Math.min(text.length, from + AROUND))
  return [form.build(true)]
}
