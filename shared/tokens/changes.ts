// What an edit does to a token's access, in plain words: what it adds and what it takes away.
import type { Resource } from './access.ts'
import { canonicalScope, impliedScopes } from './scopes.ts'
import { scopeInWords, widest } from './words.ts'

export interface AccessChanges {
  /** Each starts with a verb: "push to acme/web". */
  adds: string[]
  removes: string[]
}

export const accessChanges = (before: readonly Resource[], after: readonly Resource[]): AccessChanges => ({
  adds: beyond(before, after),
  removes: beyond(after, before),
})

/** What `more` can do that `less` cannot. */
function beyond(less: readonly Resource[], more: readonly Resource[]): string[] {
  const before = scopesByPlace(less)
  return [...scopesByPlace(more)].flatMap(([key, place]) => {
    const had = impliedScopes(before.get(key)?.scopes ?? [])
    const fresh = place.scopes.filter((value) => !had.has(canonicalScope(value)))
    return widest(fresh).map((value) => scopeInWords(place, value, had))
  })
}

/** A place may be listed more than once. */
function scopesByPlace(resources: readonly Resource[]): Map<string, Resource> {
  const places = new Map<string, Resource>()
  for (const { type, path, scopes } of resources) {
    const key = JSON.stringify([type, path])
    const known = places.get(key)?.scopes ?? []
    places.set(key, { type, path, scopes: [...new Set([...known, ...scopes])] })
  }
  return places
}
