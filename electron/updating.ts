// Connects updates with this copy of the app: what kind of copy it is, its network, its settings, its end.
import { app } from 'electron'
import type { UpdateState } from '../shared/contract/updates.ts'
import { looksByItself } from '../shared/updates.ts'
import type { Fetch } from './dockerhub/exchange.ts'
import type { Log } from './log.ts'
import type { Preferences } from './settings.ts'
import { type FormParts, appImageOf, formOf } from './updates/form.ts'
import type { InstallerParts } from './updates/installer.ts'
import { readSource } from './updates/source.ts'
import { type Updates, createUpdates } from './updates/updates.ts'

export interface UpdatingParts {
  settings: Pick<Preferences, 'read'>
  /** Whether the administrator lets this copy look and install. */
  allowed: boolean
  unkept(): readonly string[]
  /** Feeds may point elsewhere: what counts is the signature. */
  fetch: Fetch
  /** What a proxy (`host:port`) took, or null. */
  proxyLogin: InstallerParts['proxyLogin']
  announce(state: UpdateState): void
  log: Log
}

export function connectUpdates({
  settings,
  allowed,
  unkept,
  fetch,
  proxyLogin,
  announce,
  log,
}: UpdatingParts): Updates {
  const copy: FormParts = {
    platform: process.platform,
    packaged: app.isPackaged,
    executable: process.execPath,
    resources: process.resourcesPath,
    env: process.env,
  }
  const form = allowed ? formOf(copy) : 'administered'
  const source = allowed && form !== 'source' ? readSource(app.getAppPath()) : null
  return createUpdates({
    form,
    installer:
      source &&
      (async () => {
        const { createInstaller } = await import('./updates/installer.ts')
        return createInstaller({
          source,
          fetch,
          proxyLogin,
          appImage: appImageOf(copy),
          args: process.argv.slice(1),
        })
      }),
    looksByItself: () => looksByItself(settings.read().updates, form),
    unkept,
    quit: () => app.quit(),
    announce,
    note: (event, error) => (error === undefined ? log.info(event) : log.warn(event, {}, error)),
    now: Date.now,
  })
}
