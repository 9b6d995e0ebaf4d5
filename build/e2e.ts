// `npm run e2e -- NAME...`: end-to-end tests in the real Electron, all or by name. What begins with a dash goes to Playwright.
import { command } from './ending.ts'
import { pack } from './pack.ts'
import { packagesToTest } from './packages.ts'
import { plainEnvironment } from './project.ts'
import { findRuntime } from './runtime.ts'
import { buildStale } from './stale.ts'
import { runStories, storyNames } from './stories.ts'

command(async () => {
  const args = process.argv.slice(2)
  const dash = args.findIndex((arg) => arg.startsWith('-'))
  const names = dash < 0 ? args : args.slice(0, dash)
  const more = dash < 0 ? [] : args.slice(dash)

  const known = storyNames()
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    process.stderr.write(
      `granary: there is no ${unknown.join(', ')} in tests/e2e; there is: ${known.join(', ') || 'nothing yet'}\n`,
    )
    return 2
  }
  await packagesToTest()
  const runtime = await findRuntime()
  if (!(await buildStale())) return 1
  const env: Record<string, string> = { ...plainEnvironment(), GRANARY_ELECTRON: runtime.executable }
  // The one story that is told with a package, made for it.
  if (names.length === 0 || names.includes('installed')) {
    const [deb] = (await pack(runtime, ['deb'])).packages
    if (deb !== undefined) env['GRANARY_DEB'] = deb
  }
  const counts = await runStories(names, more, env)
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1
})
