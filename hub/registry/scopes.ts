// The registry's scope texts, `type[(class)]:name:actions`: read, merged, and written back.
import { HubError } from '../errors.ts'
import type { Grant } from './tokens.ts'

const scopesAllowed = 100

/**
 * The asked-for accesses of all `scope` parameters together. Each may hold several separated by spaces, and clients
 * repeat themselves; the same resource is merged. Order is kept.
 */
export function parseScopes(parameters: readonly string[]): Grant[] {
  const texts = parameters.flatMap((parameter) => parameter.split(' ')).filter((text) => text !== '')
  if (texts.length > scopesAllowed)
    throw new HubError('registry.request', { words: `ask for ${scopesAllowed} scopes at most` })
  const merged = new Map<string, Grant>()
  for (const text of texts) {
    const { type, name, actions } = parseScope(text)
    const key = `${type}:${name}`
    const known = merged.get(key)
    if (known) known.actions = [...new Set([...known.actions, ...actions])]
    else merged.set(key, { type, name, actions })
  }
  return [...merged.values()]
}

/** A name may hold colons (`host:port/name`), so the type ends at the first and the actions start after the last. */
function parseScope(text: string): Grant {
  const first = text.indexOf(':')
  const last = text.lastIndexOf(':')
  // The class in parentheses (`repository(plugin)`) plays no part in what is granted.
  const type = text.slice(0, first).replace(/\([^()]*\)$/, '')
  const name = text.slice(first + 1, last)
  const actions = text.slice(last + 1).split(',')
  if (first <= 0 || last === first || name === '' || type === '' || actions.includes(''))
    throw new HubError('registry.request', { words: 'a scope must be of the form type:name:actions' })
  return { type, name, actions: [...new Set(actions)] }
}

export const formatScopes = (grants: readonly Grant[]): string =>
  grants.map(({ type, name, actions }) => `${type}:${name}:${actions.join(',')}`).join(' ')
