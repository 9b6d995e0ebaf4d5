// What happened, in plain words: a line for each event of the audit log, and for each use of an image.
import type { Resource } from './access.ts'
import { accessChanges } from './changes.ts'
import { longDate } from './expiry.ts'
import { accessInWords } from './words.ts'

interface TokenThen {
  id: string | null
  isActive: boolean | null
  expiresAt: string | null
  /** Null where the server does not tell. */
  resources: readonly Resource[] | null
}

export interface Happened {
  /** Group and name, as Docker spells them: `org.access_token.update`. */
  action: string
  name: string
  /** The server's own sentence; empty when it has none. */
  description: string
  /** The token as this left it; null for what is not about one. */
  token: TokenThen | null
  facts: readonly { name: string; value: string }[]
}

export interface EventWords {
  /** Before the name of what it was about: "created", "deactivated". */
  did: string
  /** What it was about, where that can be named apart from what was done; else empty. */
  about: string
  /** What changed and what it was then, a phrase each. */
  details: string[]
}

const tokenVerbs: Record<string, string> = {
  'org.access_token.create': 'created',
  'org.access_token.update': 'changed',
  'org.access_token.delete': 'deleted',
}

/** `before`: the last event about the same token before this one, where it is known. */
export function eventWords(event: Happened, before: Happened | null): EventWords {
  const { action, name, token } = event
  const verb = tokenVerbs[action]
  if (verb === undefined || token === null) return otherWords(event)
  if (verb !== 'changed') return { did: verb, about: name, details: stateOf(token) }
  const changes = before?.token ? changesBetween(before, event) : null
  // What is inactive and was not known to be so before has been deactivated, as far as can be told.
  const wasActive = before?.token?.isActive ?? true
  const did =
    token.isActive === false && wasActive
      ? 'deactivated'
      : token.isActive === true && before?.token?.isActive === false
        ? 'activated'
        : verb
  return { did, about: name, details: changes ?? stateOf(token) }
}

function changesBetween(before: Happened, now: Happened): string[] {
  const { adds, removes } =
    before.token?.resources && now.token?.resources
      ? accessChanges(before.token.resources, now.token.resources)
      : { adds: [], removes: [] }
  return [
    ...(before.name === now.name ? [] : [`renamed from “${before.name}”`]),
    ...adds.map((line) => `can now ${line}`),
    ...removes.map((line) => `can no longer ${line}`),
  ]
}

const stateOf = ({ resources, expiresAt }: TokenThen): string[] => [
  ...accessInWords(resources ?? []).map((line) => `can ${line}`),
  ...(expiresAt === null || Number.isNaN(Date.parse(expiresAt)) ? [] : [`ends ${longDate(expiresAt)}`]),
]

/** The server's sentence ends with the name, which is shown by itself. */
function otherWords({ action, name, description, facts }: Happened): EventWords {
  const details = facts.map((fact) => `${fact.name.replaceAll('_', ' ')}: ${fact.value}`)
  if (description === '') return { did: action, about: name, details }
  return description.endsWith(` ${name}`) && name !== ''
    ? { did: description.slice(0, -name.length - 1), about: name, details }
    : { did: description, about: '', details }
}

const useVerbs: Record<string, string> = { pull: 'Pull', push: 'Push', delete: 'Delete' }

/** "Pull", "Push", "Delete", or the server's own word. */
export const useWord = (action: string): string => useVerbs[action] ?? action

/** "acme/web:v1", or with the beginning of the digest where no tag was named. */
export function imageOf(use: { repository: string; tag: string | null; digest: string | null }): string {
  if (use.tag !== null) return `${use.repository}:${use.tag}`
  return use.digest === null ? use.repository : `${use.repository}@${use.digest.slice(0, 19)}…`
}
