// Turns a registry's notifications into last use, tags, counts, activity and audit events: all of a batch or nothing.
import type { HubContext } from '../context.ts'
import { accessTokenById } from '../data/access-tokens.ts'
import { insertActivity, wasDeletedSince } from '../data/activity.ts'
import { noteDelete, notePull, notePush, noteTokenUse } from '../data/image-events.ts'
import { findOrganization } from '../data/organizations.ts'
import { type Repository, findRepository } from '../data/repositories.ts'
import { recordRepository } from '../rules/record.ts'
import { type ImageEvent, readEvent } from './event.ts'

/** Answers how many events were new and about a repository that there is. */
export function recordEvents(hub: HubContext, events: readonly unknown[]): number {
  const now = hub.clock.now()
  const read = events.map((event) => readEvent(event, now)).filter((event) => event !== null)
  return hub.database.write(() => read.filter((event) => record(hub, event)).length)
}

interface Actor {
  name: string
  accessToken: string | null
}

const tokenId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** See `subjectOf` in grants.ts. A token may be gone by now; one of another organization is not believed. */
function actorOf({ database }: HubContext, { subject, timestamp }: ImageEvent): Actor {
  const [name = '', id = ''] = subject.split('/')
  const organization = tokenId.test(id) ? findOrganization(database, name) : undefined
  if (organization === undefined) return { name, accessToken: null }
  const token = accessTokenById(database, id)
  if (token !== undefined && token.organization_id !== organization.id) return { name, accessToken: null }
  noteTokenUse(database, organization.id, id, timestamp)
  return { name, accessToken: id }
}

function record(hub: HubContext, event: ImageEvent): boolean {
  const { database } = hub
  const actor = actorOf(hub, event)
  const repository = findRepository(database, event.repository)
  if (!event.counts || repository === undefined) return false
  const { action, tag, digest, address, client, timestamp } = event
  const isNew = insertActivity(database, {
    event_id: event.id,
    account: actor.accessToken === null ? repository.namespace : actor.name,
    access_token_id: actor.accessToken,
    actor: actor.name,
    action,
    repository: event.repository,
    tag,
    digest,
    address,
    client,
    timestamp,
  })
  if (isNew) apply(hub, event, repository, actor)
  return isNew
}

function apply(hub: HubContext, event: ImageEvent, repository: Repository, actor: Actor): void {
  const { database } = hub
  const { action, tag, digest, timestamp } = event
  // As in Docker's log, where pulls are left out.
  const audit = (name: 'repo.tag.push' | 'repo.tag.delete', data: { tag: string; digest: string }) =>
    recordRepository(hub, name, actor.name, repository, data, timestamp)
  if (action === 'pull') notePull(database, repository.id, timestamp, event)
  if (action === 'push') {
    const tagged = tag !== null && digest !== null ? { tag, digest } : null
    const stays = tagged && !wasDeletedSince(database, repository.namespace, { ...event, ...tagged })
    notePush(
      database,
      repository.id,
      timestamp,
      stays
        ? {
            name: tagged.tag,
            digest: tagged.digest,
            media_type: event.mediaType,
            size: event.size,
            pushed_at: timestamp,
            pushed_by: actor.name,
          }
        : null,
    )
    if (tagged) audit('repo.tag.push', tagged)
  }
  if (action === 'delete')
    for (const gone of noteDelete(database, repository.id, timestamp, event))
      audit('repo.tag.delete', { tag: gone.name, digest: gone.digest })
}
