// Serves the page's files under app://granary/, with the headers that bind it.
import type { Protocol } from 'electron'
import { readFileSync } from 'node:fs'
import { extname, join, normalize, sep } from 'node:path'
import { contentSecurityPolicy, pageOrigin, pageScheme } from './security.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Milliseconds after which a page that paints nothing is not waited for any longer. */
const patience = 1_000

/**
 * Serves the files of `folder` from now on. Resolves when the first page has painted its skeleton: it asks for its start
 * then (renderer/main.ts). What keeps this process busy before that keeps the skeleton off the screen.
 */
export function servePages(protocol: Pick<Protocol, 'handle'>, folder: string): Promise<void> {
  return new Promise((painted) => {
    protocol.handle(pageScheme, ({ url }) => {
      if (/\/start-[\w-]+\.js$/.test(url)) setImmediate(painted)
      return servePage(folder, url)
    })
    setTimeout(painted, patience)
  })
}

/** Answers a request for a file below `folder`; anything else is 404, also a path that leads out of it. */
export function servePage(folder: string, url: string): Response {
  const { origin, path } = placeOf(url)
  const file = normalize(join(folder, path === '/' ? 'index.html' : path))
  const type = types[extname(file)]
  if (origin !== pageOrigin || type === undefined || !file.startsWith(folder + sep)) return notFound()
  try {
    // At once: the first of all reads that take turns would hold up the window longer than the disk does.
    return new Response(readFileSync(file), {
      headers: {
        'Content-Type': type,
        'Content-Security-Policy': contentSecurityPolicy,
        'X-Content-Type-Options': 'nosniff',
        'Cross-Origin-Opener-Policy': 'same-origin',
      },
    })
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

const notFound = () => new Response('not found', { status: 404 })
