// `npm run bench -- NAME`: one measurement, tests/bench/NAME.bench.ts. It prints its figures and fails where a goal is missed.
import { bundledBench } from './bundled.ts'
import { desktopToTest } from './desktop.ts'
import { command } from './ending.ts'
import { packagesToTest } from './packages.ts'
import { run } from './run.ts'
import { findRuntime } from './runtime.ts'
import { buildStale } from './stale.ts'
import { namesIn } from './stories.ts'

command(async () => {
  const [name, ...more] = process.argv.slice(2)
  const known = namesIn('bench', '.bench.ts')
  if (name === undefined || !known.includes(name)) {
    const there =
      known.length === 0 ? 'there are no benches yet (tests/bench is empty)' : `there is: ${known.join(', ')}`
    process.stderr.write(
      `granary: ${name === undefined ? 'which bench?' : `there is no bench ${name};`} ${there}\n`,
    )
    return 2
  }
  await packagesToTest()
  const runtime = await findRuntime()
  if (!(await buildStale())) return 1
  const desktop = await desktopToTest()
  const env = { ...desktop.env, GRANARY_ELECTRON: runtime.executable }
  const script = await bundledBench(name)
  return (await run(process.execPath, [script, ...more], { show: true, env })).code
})
