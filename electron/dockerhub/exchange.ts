// One request to a Hub and its answer: total deadline, bounded body, no redirect, JSON or nothing.
import { Failed } from '../../shared/errors.ts'
import type { Answer, Content } from './answer.ts'
import { HubFailed } from './failures.ts'
import { parseJson } from './json.ts'
import { networkFailure } from './network-failures.ts'

/** `fetch` as the client needs it: Node's, Electron's `net.fetch`, or a Hub's own `request` in memory. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response> | Response

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export interface Exchange {
  /** Without a slash at the end. */
  baseUrl: string
  fetch: Fetch
  method: Method
  path: string
  query?: Record<string, string | number> | undefined
  body?: unknown
  bearer?: string | undefined
  /** Instead of a bearer. */
  basic?: { username: string; secret: string } | undefined
  /** Whole milliseconds for everything, the last byte of the body included. */
  deadline: number
  /** Bytes of the decoded body. */
  maximumBytes: number
  /** Do not read the body of a 2xx. */
  ignoreBody?: boolean
  signal?: AbortSignal | undefined
}

/** A refusal's words are short; more of it is not worth reading. */
const maximumRefusalBytes = 64 * 1024

/** What is being read of an answer's body, for whoever gives it up. */
interface Reading {
  reader: ReadableStreamDefaultReader<Uint8Array> | null
}

/**
 * Sends once. Answers with whatever status came; throws `HubFailed` when no usable answer came, and the signal's
 * own reason when `signal` was aborted.
 */
export async function exchange(request: Exchange): Promise<Answer> {
  request.signal?.throwIfAborted()
  // AbortSignal.any is missing in Node 18, so the two reasons to stop share one controller.
  const stop = new AbortController()
  const reading: Reading = { reader: null }
  let giveUp: (reason: Error) => void = () => undefined
  // Not every `fetch` heeds its signal, least of all while the body comes.
  const stopped = new Promise<never>((_resolve, reject) => {
    giveUp = (reason) => {
      stop.abort(reason)
      reject(reason)
    }
  })
  const onAbort = () => giveUp(request.signal?.reason as Error)
  request.signal?.addEventListener('abort', onAbort)
  const tooLate = () => giveUp(new HubFailed('server.timeout', { reach: 'maybeDone' }))
  const timer = setTimeout(tooLate, Math.max(1, request.deadline))
  try {
    return await Promise.race([answerTo(request, stop.signal, reading), stopped])
  } catch (error) {
    if (stop.signal.aborted) throw stop.signal.reason
    throw error instanceof Failed ? error : networkFailure(error)
  } finally {
    clearTimeout(timer)
    request.signal?.removeEventListener('abort', onAbort)
    reading.reader?.cancel().catch(() => {})
  }
}

async function answerTo(request: Exchange, signal: AbortSignal, reading: Reading): Promise<Answer> {
  const response = await send(request, signal)
  if (signal.aborted) {
    response.body?.cancel().catch(() => {})
    throw signal.reason
  }
  const { status, headers } = response
  return { status, headers, content: await readContent(request, response, reading) }
}

function send(request: Exchange, signal: AbortSignal): Promise<Response> | Response {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (request.bearer !== undefined) headers['authorization'] = `Bearer ${request.bearer}`
  if (request.basic !== undefined) {
    const { username, secret } = request.basic
    headers['authorization'] = `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`
  }
  if (request.body !== undefined) headers['content-type'] = 'application/json'
  return request.fetch(addressOf(request), {
    method: request.method,
    headers,
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    // Node re-sends a body, with the password in it, to wherever a 307 points.
    redirect: 'error',
    credentials: 'omit',
    cache: 'no-store',
    signal,
  })
}

function addressOf({ baseUrl, path, query }: Exchange): string {
  if (query === undefined) return baseUrl + path
  const url = new URL(baseUrl + path)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value))
  return url.href
}

async function readContent(request: Exchange, response: Response, reading: Reading): Promise<Content> {
  const succeeded = response.status >= 200 && response.status < 300
  const json = /^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(response.headers.get('content-type') ?? '')
  if (response.body === null || response.status === 204) return { kind: 'empty' }
  if ((succeeded && request.ignoreBody) || !json) {
    response.body.cancel().catch(() => {})
    return succeeded && request.ignoreBody ? { kind: 'empty' } : { kind: 'unreadable', why: 'not JSON' }
  }
  try {
    const limit = succeeded ? request.maximumBytes : Math.min(request.maximumBytes, maximumRefusalBytes)
    const text = await readText(response.body, limit, reading)
    if (text === null) return { kind: 'unreadable', why: 'larger than allowed' }
    if (text.trim() === '') return { kind: 'empty' }
    return { kind: 'json', value: parseJson(text) }
  } catch (error) {
    // With a refusal the status has said what matters.
    if (error instanceof SyntaxError || !succeeded) return { kind: 'unreadable', why: 'malformed JSON' }
    throw error
  }
}

const utf8 = new TextDecoder()

/** The body as text, or null as soon as it is longer than `limit` bytes after decompression. */
async function readText(
  body: ReadableStream<Uint8Array>,
  limit: number,
  reading: Reading,
): Promise<string | null> {
  const reader = body.getReader()
  reading.reader = reader
  const chunks: Uint8Array[] = []
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    bytes += value.byteLength
    if (bytes > limit) return null
    chunks.push(value)
  }
  reading.reader = null
  const [first] = chunks
  return utf8.decode(chunks.length === 1 ? first : Buffer.concat(chunks))
}
