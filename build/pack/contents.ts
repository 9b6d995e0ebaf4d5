// What lies in a package's asar, how large it is, and whether anything is in it that never runs.
import { statSync } from 'node:fs'
import { type DirectoryRecord, getRawHeader } from '@electron/asar'

/** Product budget: the app's code in the package, in bytes. */
export const budget = 6_000_000

export interface Content {
  /** Relative to the app's folder, with forward slashes. */
  path: string
  /** Bytes. */
  size: number
  /** Beside the archive, because the system's loader reads only real files. */
  unpacked: boolean
}

const runs = [
  /^package\.json$/,
  /^build\/[\w@-]+\.png$/,
  /^out\/main\/(chunks\/)?[\w.-]+\.cjs$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/index\.html$/,
  /^out\/renderer\/assets\/[\w.-]+\.(js|css|svg|png)$/,
  /^node_modules\/(@?[\w.-]+\/)+package\.json$/,
  /^node_modules\/(@?[\w.-]+\/)+[\w.-]+\.(c?js|node)$/,
  // Asked for by their licences.
  /^node_modules\/(@?[\w.-]+\/)+LICENSE(\.\w+)?$/i,
]

/** Natives without which it does not run. An app for macOS runs on both processors. */
const nativesOf = (archive: string) =>
  (/\.app[\\/]/.test(archive) ? ['darwin-x64', 'darwin-arm64'] : ['[\\w-]+']).flatMap((machine) => [
    new RegExp(`^node_modules/keytar/prebuilds/${machine}/.+\\.node$`),
    new RegExp(`^node_modules/@libsql/${machine}/.+\\.node$`),
  ])

/** The files of an archive, largest first. */
export function contentsOf(archive: string): Content[] {
  return list(getRawHeader(archive).header.files, '').sort((a, b) => b.size - a.size)
}

function list(files: DirectoryRecord['files'], folder: string): Content[] {
  return Object.entries(files).flatMap(([name, entry]) => {
    const path = `${folder}${name}`
    if ('files' in entry) return list(entry.files, `${path}/`)
    if ('link' in entry) return []
    return [{ path, size: entry.size, unpacked: entry.unpacked }]
  })
}

/** What is wrong with an archive, in sentences; empty when nothing is. */
export function faultsOf(archive: string, contents: readonly Content[]): string[] {
  const bytes = statSync(archive).size
  const unpacked = contents.filter((content) => content.unpacked)
  const missing = nativesOf(archive).filter((native) => !unpacked.some(({ path }) => native.test(path)))
  const strangers = contents.filter(({ path }) => !runs.some((pattern) => pattern.test(path)))
  return [
    ...(bytes > budget ? [`app.asar has ${inMegabytes(bytes)}, more than ${inMegabytes(budget)}`] : []),
    ...missing.map((native) => `nothing is packed that is called ${native.source}`),
    ...strangers.map(({ path }) => `${path} is packed, and nothing runs it`),
  ]
}

export const inMegabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`
