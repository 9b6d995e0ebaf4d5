// Serves the page's files under app://granary/, with the headers that bind it.
import type { Protocol, ProtocolResponse } from 'electron'
import { readFileSync } from 'node:fs'
import { extname, join, normalize, sep } from 'node:path'
import { contentSecurityPolicy, pageOrigin, pageScheme } from './security.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

const headers = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

/** Milliseconds after which a page that paints nothing is not waited for any longer. */
const patience = 1_000

/**
 * Serves the files of `folder` from now on. Resolves when the first page has painted its skeleton: it asks for its start
 * then (renderer/main.ts). What keeps this process busy before that keeps the skeleton off the screen.
 */
export function servePages(
  protocol: Pick<Protocol, 'registerBufferProtocol'>,
  folder: string,
): Promise<void> {
  return new Promise((painted) => {
    // `handle` is newer; but for its first answer Node loads all of fetch, while the window waits (ADR 22).
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    protocol.registerBufferProtocol(pageScheme, ({ url }, answer) => {
      answer(pageFile(folder, url))
      if (/\/start-[\w-]+\.js$/.test(url)) setImmediate(painted)
    })
    setTimeout(painted, patience)
  })
}

/** The file below `folder` that an address asks for; anything else is 404, also a path that leads out of it. */
export function pageFile(folder: string, url: string): ProtocolResponse {
  const { origin, path } = placeOf(url)
  const file = normalize(join(folder, path === '/' ? 'index.html' : path))
  const mimeType = types[extname(file)]
  if (origin !== pageOrigin || mimeType === undefined || !file.startsWith(folder + sep)) return notFound()
  try {
    // At once: the first of all reads that take turns would hold up the window longer than the disk does.
    return { statusCode: 200, mimeType, headers, data: readFileSync(file) }
  } catch {
    return notFound()
  }
}

function placeOf(url: string): { origin: string; path: string } {
  try {
    const parsed = new URL(url)
    // A scheme that Node does not know has the origin "null", so it is put together here.
    return { origin: `${parsed.protocol}//${parsed.host}`, path: decodeURIComponent(parsed.pathname) }
  } catch {
    return { origin: '', path: '/' }
  }
}

const notFound = (): ProtocolResponse => ({
  statusCode: 404,
  mimeType: 'text/plain',
  data: Buffer.from('not found'),
})
