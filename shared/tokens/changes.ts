// What an edit does to a token, in plain words: above all what it adds to its access and what it takes away.
import type { Resource } from './access.ts'
import { type EditedFields, sameResources } from './edit-form.ts'
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

/** What became of a token since `before`, a sentence each; none when it is the same. */
export function changesSince(before: EditedFields, now: EditedFields): string[] {
  const { adds, removes } = accessChanges(before.resources, now.resources)
  const isListedAnew = adds.length + removes.length === 0 && !sameResources(before.resources, now.resources)
  return [
    ...(now.label === before.label ? [] : [`It was renamed: it was “${before.label}”.`]),
    ...(now.description === before.description ? [] : ['Its description was changed.']),
    ...adds.map((line) => `It can now ${line}.`),
    ...removes.map((line) => `It can no longer ${line}.`),
    ...(isListedAnew ? ['It can do the same, listed in another way.'] : []),
  ]
}

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
