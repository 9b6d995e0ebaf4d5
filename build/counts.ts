// Reads how many tests passed out of the reports of vitest and Playwright. What was skipped did not pass.
import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import type { Counts } from './checks.ts'

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
})

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
})

/** A file that could not even be loaded has no tests to count: it counts as one failed. */
export function countVitest(report: unknown): Counts {
  const read = vitestReport.parse(report)
  const brokenFiles = read.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length
  return {
    passed: read.numPassedTests,
    failed: read.numFailedTests + read.numPendingTests + read.numTodoTests + brokenFiles,
  }
}

export function countPlaywright(report: unknown): Counts {
  const { stats, errors } = playwrightReport.parse(report)
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length }
}

/** The counts in a report file. A run that failed, or left no readable report, has at least one failure. */
export async function countFile(
  file: string,
  count: (report: unknown) => Counts,
  code: number,
): Promise<Counts> {
  let counts: Counts
  try {
    counts = count(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return { passed: 0, failed: 1 }
  }
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}
