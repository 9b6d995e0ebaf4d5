// A table as CSV that spreadsheets open without running anything: RFC 4180, every field quoted, lines end with CRLF.
import { stringify } from 'csv-stringify/sync'
import { type Steps, atOnce } from './form.ts'
import { legible } from './legible.ts'

export interface Column<Row> {
  name: string
  value(row: Row): string | number | boolean | null
}

/** By which Excel knows UTF-8; other readers may take it for a part of the first name. */
export const byteOrderMark = '\uFEFF'

/**
 * Lines of cells. One that begins as a formula gets an apostrophe; `legible` has trimmed it and written out what is
 * invisible before, so that nothing hides such a beginning.
 */
export const csvLines = (cells: readonly (readonly string[])[]): string =>
  stringify(
    cells.map((line) => line.map(legible)),
    { quoted: true, quoted_empty: true, escape_formulas: true, record_delimiter: 'windows' },
  )

export async function csvOf<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  options: { excelMark: boolean },
  steps: Steps,
): Promise<string> {
  const parts = [options.excelMark ? byteOrderMark : '', csvLines([columns.map(({ name }) => name)])]
  for (let at = 0; at < rows.length; at += atOnce) {
    await steps('writing', at, rows.length)
    const batch = rows.slice(at, at + atOnce)
    parts.push(csvLines(batch.map((row) => columns.map(({ value }) => String(value(row) ?? '')))))
  }
  return parts.join('')
}
