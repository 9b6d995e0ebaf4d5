// Where a registry sends its notifications. Only a registry that was given this data folder's secret is listened to.
import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import * as z from 'zod'
import { fit, readJson } from '../body.ts'
import type { HubContext } from '../context.ts'
import { HubError } from '../errors.ts'
import { recordEvents } from '../registry/record.ts'

// Version 1 is what Distribution 2.8 sends, version 2 what 3.x does.
const types = [1, 2].map((version) => `application/vnd.docker.distribution.events.v${version}+json`)

/**
 * Bytes. A refused batch is sent again for ever, so the largest event there can be has to fit: Go takes a megabyte of
 * headers, and JSON writes each byte of a User-Agent as six.
 */
const limit = 8 * 1024 * 1024
const batch = z.object({ events: z.array(z.unknown()).max(1000, 'must have 1000 events at most') })

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

export function registryEventRoutes(hub: HubContext) {
  const wanted = digest(`Bearer ${hub.eventsSecret}`)
  return new Hono().post('/registry/events', async (c) => {
    if (!timingSafeEqual(digest(c.req.header('authorization') ?? ''), wanted))
      throw new HubError('registry.secret')
    const { events } = fit(batch, await readJson(c, { types, limit }))
    return c.json({ recorded: recordEvents(hub, events) })
  })
}
