// Which kind of copy this is: one that can replace itself, or one that something else brings up to date.
import { accessSync, constants, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { UpdateForm } from '../../shared/updates.ts'

export interface FormParts {
  platform: NodeJS.Platform
  packaged: boolean
  /** This process's executable, and the folder of the package's resources. */
  executable: string
  resources: string
  env: Readonly<Record<string, string | undefined>>
}

export function formOf(parts: FormParts): UpdateForm {
  if (!parts.packaged) return 'source'
  const folder = dirname(parts.executable)
  if (parts.platform === 'darwin') return 'itself'
  // The installer leaves it; the zip has none.
  if (parts.platform === 'win32')
    return existsSync(join(folder, 'Uninstall Granary.exe')) ? 'itself' : 'elsewhere'
  const appImage = appImageOf(parts)
  if (appImage !== null) return mayReplace(appImage) ? 'itself' : 'elsewhere'
  const installed = existsSync(join(parts.resources, 'package-type')) || /^\/(opt|usr)\//.test(folder)
  return installed ? 'packageManager' : 'elsewhere'
}

/**
 * The AppImage that this process runs from, or null. APPIMAGE alone proves nothing: whatever is started from another
 * AppImage inherits that one's, and would replace it with Granary.
 */
export function appImageOf({ executable, env }: Pick<FormParts, 'executable' | 'env'>): string | null {
  const { APPIMAGE: file, APPDIR: mounted } = env
  return file?.startsWith('/') && mounted && executable.startsWith(`${mounted}/`) ? file : null
}

function mayReplace(file: string): boolean {
  try {
    accessSync(dirname(file), constants.W_OK)
    return existsSync(file)
  } catch {
    return false
  }
}
