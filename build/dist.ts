// `npm run dist`: packs the app, tells what is in it, and starts it once to see that it does. With `--release` it
// refuses to use any Electron but the pinned one, and to name an author who cannot be reached.
import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { attach } from './attach.ts'
import { desktopToStart } from './desktop.ts'
import { atEnd, command } from './ending.ts'
import { type Packed, pack } from './pack.ts'
import { contentsOf, inMegabytes } from './pack/contents.ts'
import { placeholders } from './pack/placeholders.ts'
import { packagesToPack } from './packages.ts'
import { machineFlags } from './project.ts'
import { run } from './run.ts'
import { findForRelease, findRuntime, type Runtime } from './runtime.ts'
import { say } from './say.ts'
import { buildStale } from './stale.ts'

command(async () => {
  const release = process.argv.slice(2).includes('--release')
  const unknown = process.argv.slice(2).filter((arg) => arg !== '--release')
  if (unknown.length > 0) throw new Error(`npm run dist takes only --release, not ${unknown.join(' ')}`)
  const runtime = release ? await runtimeForRelease() : await findRuntime()
  await packagesToPack(runtime.from !== 'pinned')
  if (!(await buildStale())) return 1
  const packed = await pack(runtime)
  await tell(packed)
  say(`it starts: its window is called '${await startOnce(packed.executable)}'`)
  say(`packed in ${packed.folder}${packed.forRelease ? '' : ', NOT FOR RELEASE'}`)
  return 0
})

/** @throws Error with everything that keeps a release from being packed here */
async function runtimeForRelease(): Promise<Runtime> {
  const runtime = await findForRelease()
  const faults = placeholders().map((field) => `${field} in package.json is a placeholder`)
  if ('missing' in runtime) faults.unshift(`the pinned Electron is not to be had, ${runtime.missing}`)
  if ('missing' in runtime || faults.length > 0)
    throw new Error(`no release was packed: ${faults.join('; ')}`)
  return runtime
}

/** What is in it: the archive's files, and the packages with the contents of the .deb. */
async function tell({ archive, packages }: Packed): Promise<void> {
  say(`in ${basename(archive)}, ${inMegabytes(statSync(archive).size)}:`)
  for (const { path, size, unpacked } of contentsOf(archive))
    process.stdout.write(`${String(size).padStart(9)}  ${path}${unpacked ? ' (beside it)' : ''}\n`)
  for (const file of packages) say(`${basename(file)}, ${inMegabytes(statSync(file).size)}`)
  for (const file of packages.filter((path) => path.endsWith('.deb'))) {
    say(`in ${basename(file)}:`)
    const { stdout } = await run('dpkg-deb', ['--info', file, 'control'])
    const { stdout: contents } = await run('dpkg-deb', ['--contents', file])
    process.stdout.write(`${stdout}\n${contents}`)
  }
}

/** Opens it with empty data and answers with the title of its window. */
async function startOnce(executable: string): Promise<string> {
  const desktop = await desktopToStart()
  const userData = await mkdtemp(join(tmpdir(), 'granary-user-data-'))
  atEnd(() => rm(userData, { recursive: true, force: true }))
  const app = await attach(executable, [...machineFlags, `--user-data-dir=${userData}`], { env: desktop.env })
  atEnd(app.quit)
  const title = await app.page.title()
  await app.quit()
  return title
}
