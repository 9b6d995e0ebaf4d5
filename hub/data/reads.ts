// What was read is remembered until anything in the database changes, by us or by another process: between two
// changes the same few rows are asked for by every request.

/** Entries; the largest useful one, a page of 100 tokens, is about 25 KiB. */
const limit = 400
const longest = 100

export interface Reads {
  rows<Row>(sql: string, values: readonly unknown[], read: () => Row[]): Row[]
  /** Something changed here. */
  forget(): void
}

/** `version` answers differently after another connection has written (`PRAGMA data_version`). */
export function rememberReads(version: () => number): Reads {
  const known = new Map<string, readonly unknown[]>()
  let seen: number | null = null
  let checked = false

  /** Once in a turn of the event loop: no request that came after a change elsewhere is answered from before it. */
  function look(): void {
    if (checked) return
    checked = true
    setImmediate(() => (checked = false)).unref()
    const now = version()
    if (seen !== null && now !== seen) known.clear()
    seen = now
  }

  return {
    rows<Row>(sql: string, values: readonly unknown[], read: () => Row[]) {
      look()
      const key = `${sql} ${JSON.stringify(values)}`
      const before = known.get(key)
      if (before) return before as Row[]
      const rows = read()
      if (rows.length > longest) return rows
      if (known.size >= limit) known.clear()
      // Shared from now on, so nobody may change them.
      for (const row of rows) Object.freeze(row)
      known.set(key, Object.freeze(rows))
      return rows
    },
    forget: () => known.clear(),
  }
}
