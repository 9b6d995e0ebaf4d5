// Every hardening rule of the app in one list, each with its reason. Numbers are those of Electron's security guide.
import type { App, Session, WebContents, WebPreferences } from 'electron'

/** The page's own origin. A scheme of its own gives a clean origin, so file:// needs no privileges (18). */
export const pageScheme = 'app'
export const pageOrigin = `${pageScheme}://granary`

/** The page runs without Node, isolated and sandboxed (2, 3, 4), with web security on (6) and no remote features. */
export const pagePreferences = (preload: string): WebPreferences => ({
  preload,
  nodeIntegration: false,
  contextIsolation: true,
  sandbox: true,
  webSecurity: true,
  webviewTag: false,
  spellcheck: false,
  safeDialogs: true,
})

/** Nothing is loaded but our own files, and nothing is sent anywhere: main does all network (7). */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** Paper for reports is a place of its own: never our page's origin, so no message from it is listened to. */
export const paperOrigin = `${pageScheme}://paper`

/** Other people's text is drawn there: no script at all, no preload, no images (2, 3, 4). */
export const paperPreferences = (session: Session): WebPreferences => ({
  session,
  javascript: false,
  nodeIntegration: false,
  contextIsolation: true,
  sandbox: true,
  webSecurity: true,
  webviewTag: false,
  images: false,
  webgl: false,
  spellcheck: false,
})

/** A page and its one style sheet. */
export const paperPolicy = "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'"

/** The only places that may be opened outside the app, by name, so that no address comes from a page (15). */
export const documentationPages = {
  organizationAccessTokens: 'https://docs.docker.com/security/access-tokens/organization-access-tokens/',
  personalAccessTokens: 'https://docs.docker.com/security/access-tokens/personal-access-tokens/',
  organizationMembers: 'https://docs.docker.com/admin/organization/members/',
} as const

/** True for a message from the top frame of our own page (17). */
export const isOurFrame = (frame: { url: string; parent: unknown } | null | undefined): boolean =>
  !!frame && frame.parent === null && frame.url.startsWith(`${pageOrigin}/`)

/** For each session as it is made: else Chromium fetches a dictionary from Google, also where no page is checked. */
export const fetchNoDictionary = (session: Session): void => session.setSpellCheckerLanguages([])

/** Applies what can only be set on live objects: permissions (5), navigation (13), windows (14), webviews (12). */
export function harden(app: App, session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) =>
    decide(permission === 'clipboard-sanitized-write'),
  )
  session.setPermissionCheckHandler((_contents, permission) => permission === 'clipboard-sanitized-write')
  session.setDevicePermissionHandler(() => false)
  app.on('web-contents-created', (_event, contents) => {
    lockNavigation(contents)
  })
}

function lockNavigation(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event, url) => {
    if (!url.startsWith(`${pageOrigin}/`)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
}
