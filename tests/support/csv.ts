// A strict reader of RFC 4180: throws on anything that the standard does not allow.

/** The records of a CSV whose lines end with CRLF, the last one too. */
export function readCsv(text: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  let at = 0
  while (at < text.length) {
    const [field, end] = text[at] === '"' ? quoted(text, at + 1) : plain(text, at)
    record.push(field)
    if (text[end] === ',') {
      at = end + 1
      continue
    }
    if (!text.startsWith('\r\n', end)) throw new Error(`neither a comma nor the end of a line at ${end}`)
    records.push(record)
    record = []
    at = end + 2
  }
  if (record.length > 0) throw new Error('the last record is not ended')
  const widths = new Set(records.map(({ length }) => length))
  if (widths.size > 1) throw new Error(`records of ${[...widths].join(' and ')} fields`)
  return records
}

function quoted(text: string, from: number): [string, number] {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at)
    if (at < 0) throw new Error('a quote is not closed')
    if (text[at + 1] !== '"') return [text.slice(from, at).replaceAll('""', '"'), at + 1]
  }
}

function plain(text: string, from: number): [string, number] {
  const end = /[,\r\n"]|$/.exec(text.slice(from))?.index ?? 0
  if (text[from + end] === '"') throw new Error('a quote inside a plain field')
  return [text.slice(from, from + end), from + end]
}
