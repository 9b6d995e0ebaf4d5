// One HTTP or HTTPS request exactly as a foreign client would send it.
import { request as overHttp } from 'node:http'
import { Agent, request as overHttps } from 'node:https'
import { text } from 'node:stream/consumers'

export interface ClientAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

interface SendOptions {
  method?: string
  headers?: Record<string, string>
  body?: string | undefined
  /** PEM text of the authority to trust. */
  ca?: string | undefined
}

/** Adds no header but `Host`, `Connection` and, with a body, `Content-Length`. */
export function send(
  url: string,
  { method = 'GET', headers = {}, body = '', ca }: SendOptions = {},
): Promise<ClientAnswer> {
  const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) }
  const options = { method, headers: { ...headers, ...length } }
  return new Promise((resolve, reject) => {
    const asked = url.startsWith('https:')
      ? overHttps(url, { ...options, agent: new Agent({ ca }) })
      : overHttp(url, options)
    asked.on('error', reject)
    asked.on('response', (answer) => {
      text(answer).then(
        (whole) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: whole }),
        reject,
      )
    })
    asked.end(body)
  })
}
