// What an edit does to a token, in plain words: above all what it adds to its access and what it takes away.
import { type Resource, imageLevel, organizationType, repositoryType } from './access.ts'
import { type EditedFields, sameResources } from './edit-form.ts'
import { findScope, impliedScopes, scopeLabel } from './scopes.ts'
import { placeInWords } from './words.ts'

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
  const had = scopesByPlace(less)
  return [...scopesByPlace(more)].flatMap(([key, { type, path, scopes }]) => {
    const scopesBefore = had.get(key)?.scopes ?? []
    return type === organizationType
      ? scopesBeyond(scopesBefore, scopes).map(
          (value) => findScope(value)?.allows ?? `use ${scopeLabel(value)}`,
        )
      : repositoryBeyond(scopesBefore, scopes, type === repositoryType ? placeInWords(path) : path)
  })
}

/** A place may be listed more than once. */
function scopesByPlace(resources: readonly Resource[]): Map<string, Resource> {
  const places = new Map<string, Resource>()
  for (const { type, path, scopes } of resources) {
    const key = JSON.stringify([type, path])
    places.set(key, { type, path, scopes: [...(places.get(key)?.scopes ?? []), ...scopes] })
  }
  return places
}

/** What one scope includes is not said again. */
function scopesBeyond(less: readonly string[], more: readonly string[]): string[] {
  const had = impliedScopes(less)
  const fresh = [...new Set(more)].filter((value) => !had.has(value))
  return fresh.filter((value) => !fresh.some((other) => other !== value && impliedScopes([other]).has(value)))
}

const levels = ['none', 'pull', 'push', 'delete'] as const
const levelWords = ['pull from', 'push to', 'delete from']

function repositoryBeyond(less: readonly string[], more: readonly string[], place: string): string[] {
  const rank = (scopes: readonly string[]) => levels.indexOf(imageLevel(scopes))
  const verbs = levelWords.slice(rank(less), rank(more)).reverse()
  const others = [...new Set(more)].filter((value) => !findScope(value) && !less.includes(value))
  return [
    ...(verbs.length > 0 ? [`${inARow(verbs)} ${place}`] : []),
    ...others.map((value) => `use ${value} on ${place}`),
  ]
}

const inARow = (verbs: readonly string[]): string =>
  verbs.length < 2 ? verbs.join('') : `${verbs.slice(0, -1).join(', ')} and ${verbs.at(-1)}`
