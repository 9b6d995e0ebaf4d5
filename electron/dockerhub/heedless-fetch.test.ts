// A `fetch` that does not heed its signal: the request ends all the same, and what still comes is given up.
import { expect, it } from 'vitest'
import * as z from 'zod'
import { createHubClient } from './client.ts'
import type { Fetch } from './exchange.ts'

const read = { method: 'GET', path: '/v2/thing', answer: z.unknown() } as const
const clientOf = (fetch: Fetch) =>
  createHubClient({ baseUrl: 'http://hub.test', fetch, bearer: null, deadlineSeconds: 0.05 })
const timeout = { failure: { code: 'server.timeout' } }

/** An answer whose body begins and never goes on. */
function stalled() {
  let cancelled = false
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"name":')),
    cancel: () => void (cancelled = true),
  })
  const response = new Response(body, { headers: { 'content-type': 'application/json' } })
  return { response, isCancelled: () => cancelled }
}

it('a body that stops is given up at the deadline', async () => {
  const { response, isCancelled } = stalled()
  await expect(clientOf(() => response).request(read)).rejects.toMatchObject(timeout)
  await expect.poll(isCancelled).toBe(true)
})

it('a body that stops is given up when nobody wants it any more', async () => {
  const { response, isCancelled } = stalled()
  const stop = new AbortController()
  const reading = clientOf(() => response).request({ ...read, signal: stop.signal })
  setTimeout(() => stop.abort(new Error('the page was left')))
  await expect(reading).rejects.toThrow('the page was left')
  await expect.poll(isCancelled).toBe(true)
})

it('an answer that comes after the deadline is not read', async () => {
  const { response, isCancelled } = stalled()
  let answer: (response: Response) => void = () => undefined
  const late = new Promise<Response>((resolve) => (answer = resolve))
  await expect(clientOf(() => late).request(read)).rejects.toMatchObject(timeout)
  answer(response)
  await expect.poll(isCancelled).toBe(true)
})

it('a body in pieces, a character cut in two among them, is one text', async () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ name: 'Zoë' }))
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
      controller.close()
    },
  })
  const response = new Response(body, { headers: { 'content-type': 'application/json' } })
  expect(await clientOf(() => response).request(read)).toEqual({ name: 'Zoë' })
})
