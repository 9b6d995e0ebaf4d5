// Electron's fuses: what may not be turned on again from outside. Read back from the executable that was built.
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { readSettings } from './settings.ts'

/** Fuse names as electron-builder.yml has them, and as the wire numbers them. */
const places: Readonly<Record<string, FuseV1Options>> = {
  runAsNode: FuseV1Options.RunAsNode,
  enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  loadBrowserProcessSpecificV8Snapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
}

/** On the wire a fuse is the digit 0 or 1. */
const written = (on: boolean): number => (on ? '1' : '0').charCodeAt(0)

export interface FuseReport {
  /** Fuses that are not as electron-builder.yml wants them. */
  wrong: string[]
  /** Fuses that this Electron is too old to have. */
  absent: string[]
}

/** @param executable of a built app; on macOS its .app folder. @throws Error when it has no fuse wire at all */
export async function readFuses(executable: string): Promise<FuseReport> {
  const wire = await getCurrentFuseWire(executable)
  const report: FuseReport = { wrong: [], absent: [] }
  for (const [name, wanted] of Object.entries(readSettings().electronFuses)) {
    const place = places[name]
    if (place === undefined) throw new Error(`${name} is no fuse that is known here`)
    const state: number | undefined = wire[place]
    if (state === undefined) report.absent.push(name)
    else if (state !== written(wanted)) report.wrong.push(name)
  }
  return report
}
