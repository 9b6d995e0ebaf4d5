// The checks that need no running app, each one program with a short name.
import { availableParallelism } from 'node:os'
import { runPackage } from './run.ts'
import { seconds, type Say } from './say.ts'

interface Check {
  name: string
  script: string
  args: readonly string[]
}

// Longest first, so that two cores end together.
const checks: readonly Check[] = [
  { name: 'lint', script: 'eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] },
  {
    name: 'types of the page',
    script: 'vue-tsc/bin/vue-tsc.js',
    args: ['-p', 'renderer/tsconfig.json', '--noEmit'],
  },
  { name: 'types', script: 'typescript/bin/tsc', args: ['-p', 'tsconfig.json', '--noEmit'] },
  { name: 'unused code', script: 'knip/bin/knip.js', args: ['--no-progress'] },
  {
    name: 'arrows',
    script: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: ['.', '--output-type', 'err-long'],
  },
  { name: 'format', script: 'prettier/bin/prettier.cjs', args: ['.', '--check', '--log-level', 'warn'] },
]

export interface Counts {
  passed: number
  failed: number
}

/** Runs all of them, several at once, with one line each and the words of those that failed. */
export async function runChecks(say: Say): Promise<Counts> {
  const waiting = [...checks]
  const counts: Counts = { passed: 0, failed: 0 }
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const started = performance.now()
      const ended = await runPackage(check.script, check.args)
      const good = ended.code === 0
      counts[good ? 'passed' : 'failed'] += 1
      say(`${good ? '✓' : '✗'} ${check.name} (${seconds(started)})`)
      if (!good) process.stdout.write(`${ended.stdout}${ended.stderr}\n`)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return counts
}
