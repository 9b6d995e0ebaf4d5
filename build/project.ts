// Where the project lies, and the few facts about the machine that the commands depend on.
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(fileURLToPath(new URL('..', import.meta.url)))

export const fromRoot = (...parts: string[]): string => join(root, ...parts)

export const onLinux = process.platform === 'linux'

export const isRoot = process.getuid?.() === 0

/** Chromium refuses to start as root with its sandbox on. Never part of the app itself, nor of a package. */
export const sandboxFlags: readonly string[] = onLinux && isRoot ? ['--no-sandbox'] : []

/**
 * Without a graphics device Chromium's GPU process dies once before it draws in software, and now and then takes the
 * page's process with it, or main's end. So it is not tried where there is none.
 */
export const graphicsFlags: readonly string[] = onLinux && !existsSync('/dev/dri') ? ['--disable-gpu'] : []

/** What a start of the app needs on this machine, never in a package. */
export const machineFlags: readonly string[] = [...sandboxFlags, ...graphicsFlags]

/** Downloaded and derived things that may be deleted at any time: `$XDG_CACHE_HOME/granary` or `~/.cache/granary`. */
export const cacheFolder = (): string =>
  join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'granary')

/** The environment of this process as a plain record, without what would turn Electron into Node. */
export function plainEnvironment(): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) {
    // Editors that are Electron apps themselves leave this in their terminals.
    if (value !== undefined && name !== 'ELECTRON_RUN_AS_NODE') plain[name] = value
  }
  return plain
}
