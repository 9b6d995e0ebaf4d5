// Asks a started Local Hub over its socket, with the trust that `SSL_CERT_FILE` gives a client when it speaks HTTPS.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type IncomingMessage, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { buffer } from 'node:stream/consumers'
import type { StartedHub } from './server.ts'
import { type Answer, readAnswer } from './test-hub.ts'

/** `path` may be an absolute URL, such as the next page. */
export async function askOverSocket(
  hub: StartedHub,
  method: string,
  path: string,
  { headers = {}, json }: { headers?: Record<string, string>; json?: unknown } = {},
): Promise<Answer> {
  const url = new URL(path, hub.url)
  const request =
    hub.tlsCa === null
      ? httpRequest(url, { method, headers })
      : httpsRequest(url, { method, headers, ca: readFileSync(hub.tlsCa) })
  request.end(json === undefined ? undefined : JSON.stringify(json))
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const bytes = await buffer(response)
  const status = response.statusCode ?? 0
  return readAnswer(new Response(bytes.length === 0 ? null : new Uint8Array(bytes), { status }))
}
