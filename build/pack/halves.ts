// A universal app for macOS has the natives of both processors, and npm installs those of this one alone.
import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atEnd } from '../ending.ts'
import { fromRoot } from '../project.ts'
import { run } from '../run.ts'

/** Lays them beside this one's. */
export async function addOtherHalf(): Promise<void> {
  await addNatives(process.arch === 'arm64' ? 'x64' : 'arm64', fromRoot('node_modules'))
}

/** Puts libSQL for a Mac's processor into `modules`, as package-lock.json names it. @throws Error with npm's words */
export async function addNatives(processor: 'x64' | 'arm64', modules: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'granary-half-'))
  const forget = atEnd(() => rm(folder, { recursive: true, force: true }))
  for (const name of ['package.json', 'package-lock.json']) await copyFile(fromRoot(name), join(folder, name))
  const machine = ['--os=darwin', `--cpu=${processor}`]
  const args = ['ci', ...machine, '--omit=dev', '--ignore-scripts', '--no-audit', '--prefer-offline']
  const ended = await run('npm', args, { cwd: folder })
  if (ended.code !== 0) throw new Error(`npm ci for a Mac with ${processor}: ${ended.stderr.trim()}`)
  const native = join('@libsql', `darwin-${processor}`)
  await cp(join(folder, 'node_modules', native), join(modules, native), { recursive: true })
  await rm(folder, { recursive: true })
  forget()
}
