// Tables as CSV (RFC 4180) that a spreadsheet opens without running anything in it.

/**
 * One field. Spreadsheets take a cell that begins with one of these for a formula, quotes or not, and people choose
 * their own names: an apostrophe before it makes it text (OWASP, CSV injection).
 */
function field(value: string): string {
  const safe = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(value) ? `'${value}` : value
  return /[",\r\n']|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvOf = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')
