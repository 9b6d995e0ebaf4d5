// Notifications for tests, as CNCF Distribution 2.8 writes them, about one repository of the demo.
import { randomUUID } from 'node:crypto'
import type { TestHub } from '../test-hub.ts'

export const eventsType = 'application/vnd.docker.distribution.events.v1+json'
export const organization = 'meadowlark'
export const repository = `${organization}/survey-api`

const start = Date.parse('2027-03-10T12:00:00.123Z')
const stamp = (second: number, digits: string) =>
  new Date(start + second * 1000).toISOString().replace('Z', `${digits}Z`)

/** The moment of an event as the Local Hub tells it. */
export const at = (second: number): string => stamp(second, '456')

export const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`

interface Told {
  repository?: string
  /** Null for an image that was named by its digest. */
  tag?: string | null
  digest?: string
  mediaType?: string
  method?: string
  useragent?: string
}

const envelope = (action: string, second: number, actor: string, told: Told, target: object) => ({
  id: randomUUID(),
  timestamp: stamp(second, '456789'),
  action,
  target,
  request: {
    id: randomUUID(),
    addr: '203.0.113.7:53158',
    host: 'localhost:5000',
    method: told.method ?? { push: 'PUT', pull: 'GET', delete: 'DELETE' }[action],
    useragent: told.useragent ?? 'skopeo/1.9.3',
  },
  actor: actor === '' ? {} : { name: actor },
  source: { addr: 'registry:5000', instanceID: randomUUID() },
})

/** `second` seconds after everything began. The actor is the registry token's subject. */
export function imageEvent(action: 'push' | 'pull', second: number, actor: string, told: Told = {}) {
  const { digest = digestOf('a'), tag = 'v1' } = told
  const name = told.repository ?? repository
  return envelope(action, second, actor, told, {
    mediaType: told.mediaType ?? 'application/vnd.oci.image.manifest.v1+json',
    size: 401,
    digest,
    length: 401,
    repository: name,
    url: `http://localhost:5000/v2/${name}/manifests/${digest}`,
    ...(tag !== null && { tag }),
  })
}

/** Distribution tells of a deleted image by its digest and of each of its tags by name, and nothing else about them. */
export const deletion = (second: number, actor: string, target: { tag: string } | { digest: string }) =>
  envelope('delete', second, actor, {}, { repository, ...target })

export function sendEvents(t: TestHub, body: string, headers: Record<string, string> = {}) {
  const authorization = `Bearer ${t.hub.context.eventsSecret}`
  const all = { 'content-type': eventsType, authorization, ...headers }
  return t.ask('POST', '/registry/events', { raw: body, headers: all })
}

/** Answers how many were recorded. */
export async function tell(t: TestHub, ...events: unknown[]): Promise<number> {
  const answer = await sendEvents(t, JSON.stringify({ events }))
  if (answer.status !== 200) throw new Error(`the events were refused with ${answer.status}`)
  return (answer.body as { recorded: number }).recorded
}
