// electron-builder's settings: those of electron-builder.yml, and what an Electron that is not for release changes in them.
import { readFileSync } from 'node:fs'
import pinned from 'electron/checksums.json' with { type: 'json' }
import { parse } from 'yaml'
import packageJson from '../../package.json' with { type: 'json' }
import { fromRoot } from '../project.ts'

export interface Settings {
  electronFuses: Record<string, boolean>
  files: string[]
  linux: { desktop: { entry: Record<string, string> } }
  deb: { fpm: string[]; packageName?: string; compression?: string }
  [name: string]: unknown
}

/** What every name of such a package ends with. The About box looks for it in the version. */
export const notForRelease = 'not-for-release'

export const readSettings = (): Settings =>
  parse(readFileSync(fromRoot('electron-builder.yml'), 'utf8')) as Settings

/**
 * For the pinned Electron, which electron-builder fetches itself (two of them for a universal app) or takes from the cache
 * of downloads. What it fetches has to have the checksums that came with the package `electron`.
 */
export function releaseSettings(
  settings: Settings,
  checksums: Record<string, string> = pinned,
  platform: NodeJS.Platform = process.platform,
): Settings {
  const replaced = `${packageJson.name}-${notForRelease}`
  return {
    ...settings,
    electronVersion: packageJson.devDependencies.electron,
    electronDownload: { checksums },
    files: platform === 'darwin' ? settings.files.map(ofBothProcessors) : settings.files,
    deb: {
      ...settings.deb,
      fpm: ['--conflicts', replaced, '--replaces', replaced, ...settings.deb.fpm],
    },
  }
}

const ofBothProcessors = (pattern: string) => pattern.replace('${platform}-${arch}', '${platform}-*')

/** For another Electron: package, menu and version say that it is not for release. Null: its version is not known. */
export function trialSettings(settings: Settings, electron: string, version: string | null): Settings {
  const { entry } = settings.linux.desktop
  return {
    ...settings,
    electronDist: electron,
    ...(version === null ? {} : { electronVersion: version }),
    extraMetadata: { version: `${packageJson.version}-${notForRelease}` },
    electronFuses: withoutNewFuses(settings.electronFuses),
    linux: {
      ...settings.linux,
      desktop: { entry: { ...entry, Name: `${entry['Name']} (not for release)` } },
    },
    deb: {
      ...settings.deb,
      packageName: `${packageJson.name}-${notForRelease}`,
      compression: 'gz', // a third of xz's time
      fpm: ['--conflicts', packageJson.name, ...settings.deb.fpm],
    },
  }
}

/** Electron 25's wire ends before this one (it came with 29), and writing past its end is an error. */
function withoutNewFuses(fuses: Settings['electronFuses']): Settings['electronFuses'] {
  const { grantFileProtocolExtraPrivileges: _, ...known } = fuses
  return known
}
