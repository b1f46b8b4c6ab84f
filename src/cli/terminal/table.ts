/** Tables for people: aligned columns under a heading. */
import { printable, type Style } from './style.ts'

/** One column: its heading, and what colours its cells. */
export interface Column<Row> {
  readonly heading: string
  readonly cell: (row: Row) => string
  readonly paint?: ((text: string, row: Row) => string) | undefined
}

/** Between two columns. */
const GAP = 2

/**
 * A table as lines; cells are made printable and the last column is not padded. A table wider than `width` (terminal cells) is
 * given as records instead, a line for each cell.
 */
export function formatTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  style: Style,
  width = Number.POSITIVE_INFINITY,
): string {
  const cells = rows.map((row) => columns.map(({ cell }) => printable(cell(row))))
  const widths = columns.map(({ heading }, index) =>
    Math.max(widthOf(heading), ...cells.map((line) => widthOf(line[index] ?? ''))),
  )
  const total = widths.reduce((sum, one) => sum + one + GAP, -GAP)
  if (total > width) return formatRecords(rows, columns, cells, style)
  const pad = (text: string, index: number): string =>
    index === columns.length - 1 ? '' : ' '.repeat((widths[index] ?? 0) - widthOf(text) + GAP)
  const heading = columns.map(({ heading: text }, index) => style.faint(text) + pad(text, index)).join('')
  const lines = rows.map((row, line) =>
    columns
      .map(({ paint }, index) => {
        const text = cells[line]?.[index] ?? ''
        return (paint === undefined ? text : paint(text, row)) + pad(text, index)
      })
      .join('')
      .trimEnd(),
  )
  return [heading.trimEnd(), ...lines].join('\n')
}

/** One line for each cell that holds something, under its heading; an empty line between two rows. */
function formatRecords<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  cells: readonly (readonly string[])[],
  style: Style,
): string {
  const margin = Math.max(...columns.map(({ heading }) => widthOf(heading))) + GAP
  return rows
    .map((row, line) =>
      columns
        .flatMap(({ heading, paint }, index) => {
          const text = cells[line]?.[index] ?? ''
          if (text === '') return []
          const label = style.faint(heading) + ' '.repeat(margin - widthOf(heading))
          return [label + (paint === undefined ? text : paint(text, row))]
        })
        .join('\n'),
    )
    .join('\n\n')
}

/** A table for pipes: one line a row, cells between tabs, no heading. */
export function formatPlain<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  return rows.map((row) => columns.map(({ cell }) => printable(cell(row))).join('\t')).join('\n')
}

/** Terminal cells of a text: two for wide letters and pictures, none for combining marks (Unicode Standard Annex 11, in short). */
function widthOf(text: string): number {
  let width = 0
  for (const letter of text) {
    if (/\p{M}/u.test(letter)) continue
    width +=
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u.test(
        letter,
      )
        ? 2
        : 1
  }
  return width
}
