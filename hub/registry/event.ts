// One notification of a CNCF Distribution registry, as far as it is of use here. What cannot be read is passed over:
// the registry would send a refused batch again and again, and nothing after it.
import { isIP } from 'node:net'
import * as z from 'zod'
import { toStamp } from '../clock.ts'

export interface ImageEvent {
  id: string
  action: 'pull' | 'push' | 'delete'
  /** False for layers, and for a look at a manifest without its content (HEAD), which Docker counts as no pull. */
  counts: boolean
  repository: string
  tag: string | null
  digest: string | null
  mediaType: string
  size: number
  /** The `sub` of the registry token; empty for anonymous. */
  subject: string
  address: string
  client: string
  /** As the Hub writes moments. */
  timestamp: string
}

const text = (maximum: number) => z.string().min(1).max(maximum)

const schema = z.object({
  id: text(100),
  timestamp: z.string().catch(''),
  action: z.enum(['pull', 'push', 'delete']),
  target: z.object({
    repository: text(512),
    mediaType: z.stringFormat('media type', /^[\w.+-]{1,127}\/[\w.+-]{1,127}$/).catch(''),
    size: z.int().nonnegative().catch(0),
    // The registry's own grammar; a digest or a tag that is none is nothing to keep.
    digest: z.stringFormat('digest', /^[a-z0-9+._-]{1,32}:[a-f0-9]{32,128}$/).optional(),
    tag: z.stringFormat('tag', /^\w[\w.-]{0,127}$/).optional(),
  }),
  request: z
    .object({ addr: z.string().catch(''), method: z.string().catch(''), useragent: z.string().catch('') })
    .catch({ addr: '', method: '', useragent: '' }),
  // Who cannot be named is nobody.
  actor: z.object({ name: z.stringFormat('name', /^[^\p{C}\p{Z}]{0,255}$/u) }).catch({ name: '' }),
})

const clientMaximum = 200

/** Without what has no shape or turns the text around, and no longer than anybody reads: clients choose it. */
const shownClient = (agent: string): string =>
  [...agent.slice(0, 4 * clientMaximum).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')].slice(0, clientMaximum).join('')

/** The address without the port. */
function shownAddress(address: string): string {
  const host = /^\[([^\]]*)\]:\d+$|^([^:]*):\d+$/.exec(address)
  const bare = host?.[1] ?? host?.[2] ?? address
  return isIP(bare) === 0 ? '' : bare
}

/** Go's RFC 3339 with an offset and up to nine digits, the last zeros left out; never later than `now`, Unix milliseconds. */
function stampOf(timestamp: string, now: number): string {
  const time = /^\d{4}-\d\d-\d\dT/.test(timestamp) ? Date.parse(timestamp) : NaN
  if (Number.isNaN(time) || time > now) return toStamp(now, 0)
  const fraction = /\.(\d+)/.exec(timestamp)?.[1] ?? ''
  return toStamp(time, Number(fraction.padEnd(6, '0').slice(3, 6)))
}

/** Null for what is no event of ours: another action, a part that is missing or too long. */
export function readEvent(value: unknown, now: number): ImageEvent | null {
  const { data } = schema.safeParse(value)
  if (data === undefined) return null
  const { target, request } = data
  const { mediaType, tag = null, digest = null } = target
  const isManifest = data.action === 'delete' || /manifest|image\.index/.test(mediaType)
  if (tag === null && digest === null) return null
  return {
    id: data.id,
    action: data.action,
    counts: isManifest && !(data.action === 'pull' && request.method === 'HEAD'),
    repository: target.repository,
    tag,
    digest,
    mediaType,
    size: target.size,
    subject: data.actor.name,
    address: shownAddress(request.addr),
    client: shownClient(request.useragent),
    timestamp: stampOf(data.timestamp, now),
  }
}
