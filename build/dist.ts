// `npm run dist`: packs the app into a folder that starts, and starts it once to see that it does.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from 'playwright'
import { desktopToStart } from './desktop.ts'
import { atEnd, command } from './ending.ts'
import { packFolder } from './pack.ts'
import { packagesToStart } from './packages.ts'
import { machineFlags, sandboxFlags } from './project.ts'
import { findRuntime } from './runtime.ts'
import { say } from './say.ts'
import { buildStale } from './stale.ts'

command(async () => {
  await packagesToStart()
  const runtime = await findRuntime()
  if (!(await buildStale())) return 1
  const { folder, executable, forRelease } = await packFolder(runtime)
  const title = await startOnce(executable)
  say(`it starts: its window is called '${title}'`)
  say(`packed in ${folder}${forRelease ? '' : ', NOT FOR RELEASE'}`)
  return 0
})

/** Opens it with empty data and answers with the title of its window. */
async function startOnce(executable: string): Promise<string> {
  const desktop = await desktopToStart()
  const userData = await mkdtemp(join(tmpdir(), 'granary-user-data-'))
  atEnd(() => rm(userData, { recursive: true, force: true }))
  const app = await _electron.launch({
    executablePath: executable,
    args: [...machineFlags, `--user-data-dir=${userData}`],
    env: desktop.env,
    chromiumSandbox: sandboxFlags.length === 0,
  })
  try {
    return await (await app.firstWindow()).title()
  } finally {
    await app.close()
  }
}
