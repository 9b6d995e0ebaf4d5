// `npm test`: everything there is, each stage even when one before it failed. Ends with `N passed, N failed`.
import { rm } from 'node:fs/promises'
import { runChecks, type Counts } from './checks.ts'
import { chromiumPath } from './chromium.ts'
import { countFile, countVitest } from './counts.ts'
import { desktopToTest } from './desktop.ts'
import { command } from './ending.ts'
import { pack } from './pack.ts'
import { packagesToTest } from './packages.ts'
import { fromRoot, plainEnvironment } from './project.ts'
import { runPackage } from './run.ts'
import { findRuntime } from './runtime.ts'
import { say } from './say.ts'
import { buildStale } from './stale.ts'
import { runStories } from './stories.ts'

const total: Counts = { passed: 0, failed: 0 }

const add = (counts: Counts): void => {
  total.passed += counts.passed
  total.failed += counts.failed
}

/** What only prepares counts when it fails: then as one failure, with its reason. */
async function prepare<T>(what: string, act: () => Promise<T>): Promise<T | null> {
  try {
    return await act()
  } catch (error) {
    say(`✗ ${what}: ${error instanceof Error ? error.message : String(error)}`)
    add({ passed: 0, failed: 1 })
    return null
  }
}

async function built(): Promise<true> {
  if (!(await buildStale())) throw new Error('see above')
  return true
}

async function unitTests(env: Record<string, string>): Promise<Counts> {
  const report = fromRoot('test-results', 'vitest.json')
  await rm(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { code } = await runPackage('vitest/vitest.mjs', ['run', ...reporters], { show: true, env })
  return countFile(report, countVitest, code)
}

command(async () => {
  await prepare('system packages', packagesToTest)
  const runtime = await prepare('Electron', findRuntime)
  add(await runChecks(say))
  const app = await prepare('build', built)

  const desktop = await prepare('display and keyring', desktopToTest)
  const env = desktop?.env ?? plainEnvironment()
  const chromium = chromiumPath()
  if (chromium !== null) env['CHROMIUM'] = chromium
  if (runtime !== null) env['GRANARY_ELECTRON'] = runtime.executable

  say('unit and component tests')
  add(await unitTests(env))
  say('end-to-end tests')
  if (runtime === null || app === null || desktop === null)
    say('✗ not run: what they need is missing, see above')
  else {
    const packed = await prepare('package', () => pack(runtime, ['deb']))
    const [deb] = packed?.packages ?? []
    add(await runStories([], [], deb === undefined ? env : { ...env, GRANARY_DEB: deb }))
    say('the main job again, with the packed app')
    if (packed) add(await runStories(['main-job'], [], { ...env, GRANARY_PACKED: packed.executable }))
  }

  await desktop?.close()
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`)
  return total.failed === 0 ? 0 : 1
})
