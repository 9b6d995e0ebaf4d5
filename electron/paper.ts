// Paper: a page drawn to a PDF or sent to the printer, in a hidden window that runs no script and reaches nothing.
import { BrowserWindow, type Session, session } from 'electron'
import { Failed } from '../shared/errors.ts'
import { pageScheme, paperOrigin, paperPolicy, paperPreferences } from './security.ts'

interface Page {
  /** A whole HTML document that links `style.css`. */
  html: string
  style: string
}

export interface Paper {
  /** @throws Failed report.notDrawn; the signal's reason */
  pdf(page: Page, signal: AbortSignal): Promise<Uint8Array>
  /** Shows the system's print dialog; false when the owner cancelled it. @throws Failed report.notDrawn */
  print(page: Page, signal: AbortSignal): Promise<boolean>
}

const footer = `<div style="width: 100%; padding: 0 12mm; font: 7pt sans-serif; text-align: right">
  Page <span class="pageNumber"></span> of <span class="totalPages"></span></div>`

export function createPaper(): Paper {
  /** What is being drawn, by the path of its address. */
  const pages = new Map<string, Page>()
  let own: Session | null = null
  let drawn = 0

  async function draw<T>(
    page: Page,
    signal: AbortSignal,
    act: (window: BrowserWindow) => Promise<T>,
  ): Promise<T> {
    own ??= sessionFor(pages)
    drawn += 1
    const path = `/${drawn}/`
    pages.set(path, page)
    const window = new BrowserWindow({ show: false, webPreferences: paperPreferences(own) })
    const close = () => window.destroy()
    signal.addEventListener('abort', close)
    try {
      const gone = new Promise<never>((_, reject) =>
        window.once('closed', () => reject(new Failed('report.notDrawn'))),
      )
      const done = window.loadURL(`${paperOrigin}${path}`).then(() => act(window))
      return await Promise.race([done, gone])
    } catch (error) {
      signal.throwIfAborted()
      throw error instanceof Failed ? error : new Failed('report.notDrawn', {}, { cause: error })
    } finally {
      signal.removeEventListener('abort', close)
      pages.delete(path)
      if (!window.isDestroyed()) window.destroy()
    }
  }

  return {
    pdf: (page, signal) =>
      draw(page, signal, (window) =>
        window.webContents.printToPDF({
          preferCSSPageSize: true,
          displayHeaderFooter: true,
          headerTemplate: '<span></span>',
          footerTemplate: footer,
          generateTaggedPDF: true,
        }),
      ),
    print: (page, signal) =>
      draw(
        page,
        signal,
        (window) =>
          new Promise((resolve, reject) =>
            window.webContents.print({ landscape: true }, (printed, reason) => {
              if (printed) resolve(true)
              else if (/cancel/i.test(reason)) resolve(false)
              else reject(new Failed('report.notDrawn', { detail: reason }))
            }),
          ),
      ),
  }
}

/** Kept in memory only; answers nothing but the pages being drawn. */
function sessionFor(pages: ReadonlyMap<string, Page>): Session {
  const own = session.fromPartition('paper')
  own.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  own.setPermissionCheckHandler(() => false)
  own.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !url.startsWith(`${paperOrigin}/`) }))
  own.protocol.handle(pageScheme, ({ url }) => {
    const [, path = '', file] = /^[^/]+:\/\/[^/]+(\/\d+\/)(style\.css)?$/.exec(url) ?? []
    const page = pages.get(path)
    if (!page) return new Response('not found', { status: 404 })
    return new Response(file ? page.style : page.html, {
      headers: {
        'Content-Type': file ? 'text/css; charset=utf-8' : 'text/html; charset=utf-8',
        'Content-Security-Policy': paperPolicy,
        'X-Content-Type-Options': 'nosniff',
      },
    })
  })
  return own
}
