// granary:// links, however the system hands them over: at the start, to the app that runs, or as a Mac's event.
import type { App } from 'electron'
import { linkAmong, linkScheme } from '../shared/links.ts'

/**
 * Call it before the app is ready. Links wait until `follow` is called, which may happen once; `follow` calls back
 * with each link as it was written, also with those that came first.
 */
export function listenForLinks(app: App, argv: readonly string[]): (open: (link: string) => void) => void {
  const waiting = [linkAmong(argv)].filter((link) => link !== undefined)
  let open = (link: string): void => void waiting.push(link)
  // On Linux the package's desktop entry says so.
  if (app.isPackaged && process.platform !== 'linux') app.setAsDefaultProtocolClient(linkScheme)
  app.on('open-url', (event, url) => {
    event.preventDefault()
    open(url)
  })
  app.on('second-instance', (_event, its) => {
    const link = linkAmong(its)
    if (link !== undefined) open(link)
  })
  return (then) => {
    open = then
    waiting.splice(0).forEach(then)
  }
}
