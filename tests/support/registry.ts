// A real CNCF Distribution registry (Debian's docker-registry 2.8) for one test, in a folder that is removed again.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventsSecretFile, registryCaFile } from '../../hub/registry/constants.ts'
import { type RegistryProgramOptions, startRegistryProgram } from '../../hub/registry/program.ts'

export interface Registry {
  /** `localhost:PORT`, as clients name it. */
  address: string
  stop(): Promise<void>
}

/** Starts a registry that takes the tokens of one Local Hub and tells it what is pushed and pulled. */
export async function startRegistry(hub: RegistryProgramOptions['started']): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), 'granary-registry-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const { address, stop } = await startRegistryProgram({ started: hub, folder, port: 0 })
    return { address, stop: () => stop().then(remove) }
  } catch (error) {
    remove()
    throw error
  }
}

/** What a registry has to know of a Local Hub that runs in another process. */
export const hubIn = (dataFolder: string, url: string): RegistryProgramOptions['started'] => ({
  url,
  tlsCa: null,
  registryCa: join(dataFolder, registryCaFile),
  eventsSecretFile: join(dataFolder, eventsSecretFile),
})
