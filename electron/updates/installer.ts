// electron-updater, the way Granary uses it: told what the signed feed says, it compares versions, downloads, checks
// the checksum (and on macOS and Windows the platform's signature), and on those two installs. Loaded when first needed.
import {
  AppImageUpdater,
  CancellationToken,
  MacUpdater,
  NsisUpdater,
  Provider,
  type UpdateInfo,
} from 'electron-updater'
import {
  type ProviderRuntimeOptions,
  parseUpdateInfo,
  resolveFiles,
} from 'electron-updater/out/providers/Provider'
import { Failed, isFailed } from '../../shared/errors.ts'
import { notInstalled, stage, startAfterwards, takePlace } from './app-image.ts'
import { type Feed, readFeed } from './feed.ts'
import type { UpdateSource } from './source.ts'

export interface InstallerParts {
  source: UpdateSource
  fetch(url: string, init: RequestInit): Promise<Response> | Response
  /** What a proxy (`host:port`) is given that asks while a file is downloaded; null: nothing. */
  proxyLogin(proxy: string): { username: string; password: string } | null
  /** The AppImage that runs, or null on other systems. */
  appImage: string | null
  /** What this process was started with, for the next one. */
  args: readonly string[]
}

export interface Installer {
  /** The newer version, or null. @throws Failed update.unreachable, update.notSigned */
  check(): Promise<{ version: string; notes: string } | null>
  /**
   * Downloads what `check` found, ready to be installed. `onPart` is told of parts from 0 to 1.
   * @throws Failed update.brokenOff, update.damaged, update.notSigned, update.notInstalled, disk.full
   */
  download(onPart: (part: number) => void): Promise<void>
  /** Breaks off the download, which then rejects with `update.brokenOff`. */
  stop(): void
  /**
   * Puts it in place: the last act of this process. `restart` starts it afterwards.
   * Answers whether the system ends this process itself. @throws what the disk says
   */
  install(restart: boolean): boolean
}

/** Without a byte for so long (milliseconds) a download is given up: electron-updater would wait for ever. */
const longestSilence = 60_000

export function createInstaller(parts: InstallerParts): Installer {
  const updater = updaterFor(process.platform)
  updater.logger = null
  updater.autoDownload = false
  // Squirrel installs on any quit; elsewhere `install` below does.
  updater.autoInstallOnAppQuit = process.platform === 'darwin'
  updater.allowDowngrade = false
  updater.allowPrerelease = false
  // The checksum is over the whole file, and so is what it guards.
  updater.disableDifferentialDownload = true
  updater.disableWebInstaller = true
  // Else a number that tells this copy from all others is made up and kept.
  Object.assign(updater, { stagingUserIdPromise: { value: Promise.resolve('') } })
  updater.setFeedURL({ provider: 'custom', updateProvider: signedProvider(parts) })

  // Downloads go through a session of electron-updater's own. Unanswered, a proxy that asks would hold it up for ever.
  updater.on('login', ({ isProxy, host, port }, give) => {
    const login = isProxy ? parts.proxyLogin(`${host}:${port}`) : null
    give(login?.username ?? '', login?.password ?? '')
  })
  let downloading = new CancellationToken()
  let staged: string | null = null

  async function fetchFile(onPart: (part: number) => void): Promise<string> {
    const token = new CancellationToken()
    downloading = token
    const silence = () => setTimeout(() => token.cancel(), longestSilence)
    let timer = silence()
    const onProgress = ({ percent }: { percent: number }) => {
      clearTimeout(timer)
      timer = silence()
      onPart(percent / 100)
    }
    updater.on('download-progress', onProgress)
    try {
      const [file] = await updater.downloadUpdate(token)
      if (file === undefined) throw new Failed('update.brokenOff')
      return file
    } finally {
      clearTimeout(timer)
      updater.off('download-progress', onProgress)
    }
  }

  return {
    async check() {
      const found = await updater.checkForUpdates()
      if (!found?.isUpdateAvailable) return null
      const { version, releaseNotes } = found.updateInfo
      return { version, notes: typeof releaseNotes === 'string' ? releaseNotes : '' }
    },
    async download(onPart) {
      const file = await fetchFile(onPart).catch((error: unknown) => {
        throw downloadFailure(error)
      })
      if (parts.appImage !== null) staged = await stage(file, parts.appImage)
    },
    stop: () => downloading.cancel(),
    install(restart) {
      if (updater instanceof MacUpdater) {
        if (restart) updater.quitAndInstall()
        return restart
      }
      if (updater instanceof NsisUpdater) {
        updater.install(true, restart)
        // The installer ends this process. Where it needs more rights, asking for them has to be begun from here.
        return true
      }
      if (parts.appImage === null || staged === null) return false
      takePlace(staged, parts.appImage)
      if (restart) startAfterwards(parts.appImage, parts.args)
      return false
    },
  }
}

function updaterFor(platform: NodeJS.Platform): AppImageUpdater | MacUpdater | NsisUpdater {
  if (platform === 'darwin') return new MacUpdater()
  return platform === 'win32' ? new NsisUpdater() : new AppImageUpdater()
}

/** The names that electron-builder gives the feeds. */
const feedNames: Partial<Record<NodeJS.Platform, string>> = { darwin: 'latest-mac.yml', win32: 'latest.yml' }
const linuxFeed = process.arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${process.arch}.yml`

function signedProvider({ source, fetch }: InstallerParts) {
  const name = feedNames[process.platform] ?? linuxFeed
  const base = new URL(`${source.feed.replace(/\/$/, '')}/`)
  return class extends Provider<UpdateInfo> {
    constructor(_options: unknown, _updater: unknown, runtime: ProviderRuntimeOptions) {
      super(runtime)
    }
    async getLatestVersion() {
      return asUpdateInfo(
        await readFeed({ source, name, fetch, parse: (text) => parseUpdateInfo(text, name, base) }),
      )
    }
    resolveFiles(info: UpdateInfo) {
      return resolveFiles(info, base)
    }
  }
}

/** As electron-updater wants it; `path` and `sha512` are what it called its only file once. */
function asUpdateInfo({ minimumSystemVersion, files, ...feed }: Feed): UpdateInfo {
  const onlyFile = { path: files[0]?.url ?? '', sha512: files[0]?.sha512 ?? '' }
  return {
    ...feed,
    ...onlyFile,
    releaseNotes: feed.releaseNotes ?? null,
    ...(minimumSystemVersion === undefined ? {} : { minimumSystemVersion }),
    files: files.map(({ url, sha512, size }) => ({ url, sha512, ...(size === undefined ? {} : { size }) })),
  }
}

function downloadFailure(error: unknown): Failed {
  if (isFailed(error)) return error
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ERR_CHECKSUM_MISMATCH') return new Failed('update.damaged', {}, { cause: error })
  if (code === 'ERR_UPDATER_INVALID_SIGNATURE') return new Failed('update.notSigned', {}, { cause: error })
  if (typeof code === 'string' && /^(ENOSPC|EACCES|EPERM|EROFS|EDQUOT)$/.test(code))
    return notInstalled(error)
  return new Failed('update.brokenOff', {}, { cause: error })
}
