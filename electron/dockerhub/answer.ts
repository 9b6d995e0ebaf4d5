// What came back from a Hub, before anyone judges it.

/** A body: parsed, absent, or not to be used (`why` says so in a few words). */
export type Content =
  { kind: 'json'; value: unknown } | { kind: 'empty' } | { kind: 'unreadable'; why: string }

export interface Answer {
  status: number
  headers: Headers
  content: Content
}
