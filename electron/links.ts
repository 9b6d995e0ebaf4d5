// granary:// links, however the system hands them over: at the start, to the app that runs, or as a Mac's event.
import type { App } from 'electron'
import type { Place } from '../shared/contract/notifications.ts'
import type { OrganizationRef } from '../shared/contract/references.ts'
import { linkAmong, linkFrom, linkScheme } from '../shared/links.ts'

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

/** Where a link leads, given the organizations that this computer knows. The first account that has it is meant. */
export function placeOf(text: string, organizations: readonly OrganizationRef[]): Place {
  const link = linkFrom(text)
  if (link === null) return { kind: 'nowhere', organization: null }
  const found = organizations.find(({ organization }) => organization === link.organization)
  if (found === undefined) return { kind: 'nowhere', organization: link.organization }
  const ref = { accountId: found.accountId, organization: found.organization }
  switch (link.kind) {
    case 'organization':
      return { kind: 'organization', ref }
    case 'token':
      return { kind: 'token', ref: { ...ref, tokenId: link.tokenId } }
    case 'generate':
      return { kind: 'generate', ref, template: link.template }
  }
}
