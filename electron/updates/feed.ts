// The update feed: read with a deadline and a cap, believed only with its signature, and taken apart strictly.
import * as z from 'zod'
import { Failed } from '../../shared/errors.ts'
import { openFeed } from './signature.ts'
import type { UpdateSource } from './source.ts'

/** A file of a release. Names only: everything lies beside the feed. */
const file = z.object({
  url: z.string().regex(/^[A-Za-z0-9][\w.+ -]{0,199}$/),
  sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
  size: z.number().int().positive().max(2_000_000_000).optional(),
})

/** What is taken of the feed. Other fields are dropped, above all those that would make electron-updater do more. */
const feedSchema = z.object({
  version: z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}(-[\w.-]{1,60})?$/),
  files: z.array(file).min(1).max(20),
  releaseDate: z.coerce.string().max(80).default(''),
  releaseNotes: z.string().max(50_000).nullish(),
  minimumSystemVersion: z.string().max(40).optional(),
})
export type Feed = z.infer<typeof feedSchema>

export interface FeedParts {
  source: UpdateSource
  /** `latest-linux.yml` and so on. */
  name: string
  fetch(url: string, init: RequestInit): Promise<Response> | Response
  /** Turns YAML into what it says; throws on what is none. */
  parse(text: string): unknown
}

/** Milliseconds for all of it. */
const deadline = 30_000
const maximumBytes = 256 * 1024

/** @throws Failed update.unreachable, update.notSigned */
export async function readFeed(parts: FeedParts): Promise<Feed> {
  const text = openFeed(parts.name, await load(parts), parts.source.keys)
  if (text === null) throw new Failed('update.notSigned')
  try {
    return feedSchema.parse(parts.parse(text))
  } catch (cause) {
    throw new Failed('update.unreachable', { detail: `${parts.name} could not be understood` }, { cause })
  }
}

async function load({ source, name, fetch }: FeedParts): Promise<string> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), deadline)
  try {
    const response = await fetch(`${source.feed.replace(/\/$/, '')}/${name}`, { signal: stop.signal })
    if (!response.ok) throw new Failed('update.unreachable', { detail: `${name}: ${response.status}` })
    return await readText(response)
  } catch (cause) {
    throw cause instanceof Failed ? cause : new Failed('update.unreachable', {}, { cause })
  } finally {
    clearTimeout(timer)
  }
}

async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    size += part.value.byteLength
    if (size > maximumBytes) {
      await reader?.cancel()
      throw new Failed('update.unreachable', { detail: 'the feed is too long' })
    }
    chunks.push(part.value)
  }
  return Buffer.concat(chunks).toString('utf8')
}
