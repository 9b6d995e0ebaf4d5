// Where programs are found: absolute folders only, so that no folder the owner merely stands in can offer a "docker".
import { access, constants, stat } from 'node:fs/promises'
import { posix, win32 } from 'node:path'

/** Environment variables as the app was started with, or as a test makes them up. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A variable by name; without case on Windows, where `Path` is the usual spelling. */
export function variable(env: Environment, name: string, platform: NodeJS.Platform): string | undefined {
  if (platform !== 'win32') return env[name]
  const key = Object.keys(env).find((candidate) => candidate.toLowerCase() === name.toLowerCase())
  return key === undefined ? undefined : env[key]
}

/**
 * Folders where Docker's installers put the CLI and its helpers. An app opened from the macOS Dock gets a
 * PATH without them, and Docker Desktop for Windows may have been installed after the session began.
 */
function installed(env: Environment, platform: NodeJS.Platform): string[] {
  if (platform === 'darwin') {
    const home = env['HOME']
    return [
      '/usr/local/bin',
      '/opt/homebrew/bin',
      ...(home === undefined ? [] : [posix.join(home, '.docker', 'bin')]),
      '/Applications/Docker.app/Contents/Resources/bin',
    ]
  }
  const programs = platform === 'win32' ? variable(env, 'ProgramFiles', platform) : undefined
  return programs === undefined ? [] : [win32.join(programs, 'Docker', 'Docker', 'resources', 'bin')]
}

/** The folders to look in, in order: the absolute ones of PATH, then Docker's own. */
export function searchFolders(env: Environment, platform: NodeJS.Platform): string[] {
  const path = platform === 'win32' ? win32 : posix
  const named = (variable(env, 'PATH', platform) ?? '').split(path.delimiter)
  return [...new Set([...named, ...installed(env, platform)])].filter((folder) => path.isAbsolute(folder))
}

/** The absolute path of a program, or null. On Windows only `.exe`: scripts would need a shell. */
export async function findProgram(
  name: string,
  folders: readonly string[],
  platform: NodeJS.Platform,
): Promise<string | null> {
  const path = platform === 'win32' ? win32 : posix
  for (const folder of folders) {
    const file = path.join(folder, platform === 'win32' ? `${name}.exe` : name)
    try {
      if (!(await stat(file)).isFile()) continue
      await access(file, constants.X_OK)
      return file
    } catch {
      // Not here, or not ours to run: the next folder may have it, as a shell would find it.
    }
  }
  return null
}
