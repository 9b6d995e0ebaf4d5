// Using a token with the Docker command line on this computer.
import * as z from 'zod'
import { call, nothing } from './define.ts'
import { configFolder, tokenRef } from './references.ts'

/** host[:port], as on `docker login`'s command line; empty for Docker Hub. */
export const registryAddress = z
  .string()
  .regex(/^$|^[A-Za-z0-9][A-Za-z0-9.-]*(:\d{1,5})?$/)
  .max(260)

export const docker = {
  /** What `docker login` would meet and do, without doing it. `configFolder` null means Docker's own. */
  inspect: call(
    z.object({ registry: registryAddress, configFolder }),
    z.object({
      cli: z.enum(['present', 'absent']),
      configFolder: z.string(),
      /** The credential helper that would store the secret; null means unencrypted in config.json. */
      helper: z.string().nullable(),
      /** The user name whose sign-in for this registry would be replaced; empty when the name is not known; null when none. */
      replaces: z.string().nullable(),
    }),
  ),
  /** Runs `docker login` with the kept secret on standard input. */
  login: call(
    tokenRef.extend({
      registry: registryAddress,
      configFolder,
      /** The owner agreed that without a credential helper the CLI stores the secret unencrypted. */
      allowUnencrypted: z.boolean(),
    }),
    z.object({ registry: z.string(), configFolder: z.string(), helper: z.string().nullable() }),
  ),
  /** Runs `docker logout`: the config, or its credential helper, forgets the sign-in for this registry. */
  logout: call(
    z.object({
      registry: registryAddress,
      configFolder,
      /** Whose sign-in is to go, as `inspect` said. Fails with `docker.otherLogin` when it is another's by now. */
      user: z.string().nullable(),
    }),
    z.object({ registry: z.string(), configFolder: z.string() }),
  ),
  /** Opens the system's folder dialog; null when it was cancelled. */
  chooseConfigFolder: call(nothing, z.string().nullable()),
}
