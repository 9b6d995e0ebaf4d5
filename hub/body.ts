// Reading request bodies: bounded, of the one expected type, and checked before anyone uses them.
import type { Context } from 'hono'
import type * as z from 'zod'
import { HubError } from './errors.ts'

/** Bytes; the largest useful body, a token with 50 repositories, is under 20 KiB. */
const bodyLimit = 64 * 1024
const depthLimit = 16

const mediaType = (c: Context): string =>
  (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

interface Taken {
  types?: readonly string[]
  /** Bytes. */
  limit?: number
}

/** The JSON object of a request. */
export async function readJson(
  c: Context,
  { types = ['application/json'], limit = bodyLimit }: Taken = {},
): Promise<Record<string, unknown>> {
  if (!types.includes(mediaType(c)))
    throw new HubError('request.contentType', { words: `send the body as ${types.join(' or ')}` })
  const body = parse(await textOf(c, limit))
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new HubError('request.malformed')
  if (deeperThan(depthLimit, body)) throw new HubError('request.tooDeep')
  return body as Record<string, unknown>
}

/** The JSON object of a request as the schema wants it; what does not fit is answered field by field. `limit` in bytes. */
export async function readBody<T>(c: Context, schema: z.ZodType<T>, limit = bodyLimit): Promise<T> {
  return fit(schema, await readJson(c, { limit }))
}

/** Parses with the schema, or throws the `fields` error that names each field at fault. */
export function fit<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const fields: Record<string, string[]> = {}
  for (const issue of result.error.issues) {
    const [field = 'body', ...rest] = issue.path.map(String)
    const words = rest.length > 0 ? `${[field, ...rest].join('.')}: ${issue.message}` : issue.message
    ;(fields[field] ??= []).push(words)
  }
  const [field, words] = Object.entries(fields)[0] ?? ['body', ['not valid']]
  throw new HubError('request.fields', {
    fields,
    words: words[0]?.startsWith(field) ? words[0] : `${field}: ${words[0]}`,
  })
}

/** The fields of an HTML-form body (`application/x-www-form-urlencoded`), repeated ones kept. */
export async function readForm(c: Context): Promise<URLSearchParams> {
  if (mediaType(c) !== 'application/x-www-form-urlencoded')
    throw new HubError('registry.request', { words: 'send the request as application/x-www-form-urlencoded' })
  return new URLSearchParams(await textOf(c, bodyLimit))
}

async function textOf(c: Context, limit: number): Promise<string> {
  const bytes = await bytesOf(c, limit)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new HubError('request.malformed', { words: 'the request body is not UTF-8' })
  }
}

/** Reads no further than the limit, whatever length was announced. */
async function bytesOf(c: Context, limit: number): Promise<Uint8Array> {
  const tooLarge = { words: `the request body is larger than ${limit / 1024} KiB` }
  if (Number(c.req.header('content-length') ?? 0) > limit) throw new HubError('request.tooLarge', tooLarge)
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of (c.req.raw.body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.length
      if (size > limit) break
      chunks.push(chunk)
    }
  } catch {
    // Only the connection can fail here: the client left, or was cut off for being slow.
    throw new HubError('request.malformed', { words: 'the request body did not arrive whole' })
  }
  if (size > limit) throw new HubError('request.tooLarge', tooLarge)
  return Buffer.concat(chunks)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new HubError('request.malformed')
  }
}

function deeperThan(limit: number, value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true
    level = level.flatMap((item): unknown[] =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    )
  }
  return false
}
