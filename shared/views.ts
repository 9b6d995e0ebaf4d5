// Saved views: tables of tokens that the owner comes back to, by name.

/** At most this many of an owner's own; more is a list that nobody looks through. */
export const viewMaximum = 50

export interface View {
  id: string
  name: string
  /** What the table shows, as its address spells it; read leniently, so that a view outlives what a version knows. */
  query: string
}
