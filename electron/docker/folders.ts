// Which Docker config folders the page may name: Docker's own, and those that the owner chose in the system's dialog.
import { posix, win32 } from 'node:path'
import { Failed } from '../../shared/errors.ts'
import { type Environment, variable } from './path.ts'

export interface DockerFolders {
  /** The folder behind what the page named; null means Docker's own. Throws input.invalid for any other. */
  folderOf(configFolder: string | null): string
  /** Opens the system's dialog; null when it was cancelled. */
  choose(): Promise<string | null>
}

export function dockerFolders(options: {
  chooseFolder(): Promise<string | null>
  env: Environment
  /** The owner's home folder, absolute. */
  home: string
  platform: NodeJS.Platform
}): DockerFolders {
  const { chooseFolder, env, home, platform } = options
  const path = platform === 'win32' ? win32 : posix
  const named = variable(env, 'DOCKER_CONFIG', platform) ?? ''
  const own = path.isAbsolute(named) ? named : path.join(home, '.docker')
  const chosen = new Set([own])
  return {
    folderOf(configFolder) {
      const folder = configFolder ?? own
      if (!chosen.has(folder)) throw new Failed('input.invalid', { field: 'configFolder' })
      return folder
    },
    async choose() {
      const folder = await chooseFolder()
      if (folder !== null) chosen.add(folder)
      return folder
    },
  }
}
