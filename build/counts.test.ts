// Whether nothing that did not pass is counted as passed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { countFile, countPlaywright, countVitest } from './counts.ts'

const vitest = (more: object = {}) => ({
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
  ...more,
})
const playwright = (stats: object = {}, errors: unknown[] = []) => ({
  stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0, ...stats },
  errors,
})

describe('what did not pass counts as failed', () => {
  test('skipped and planned unit tests', () => {
    expect(countVitest(vitest({ numPendingTests: 2, numTodoTests: 1 }))).toEqual({ passed: 5, failed: 3 })
  })

  test('a test file that could not be loaded', () => {
    const broken = { status: 'failed', assertionResults: [] }
    expect(countVitest(vitest({ testResults: [broken] }))).toEqual({ passed: 5, failed: 1 })
  })

  test('a file with a failed test counts that test only', () => {
    const failing = { status: 'failed', assertionResults: [{ status: 'failed' }] }
    expect(countVitest(vitest({ numFailedTests: 1, testResults: [failing] }))).toEqual({
      passed: 5,
      failed: 1,
    })
  })

  test('skipped stories, stories that passed only when repeated, and a run that broke', () => {
    const report = playwright({ unexpected: 1, flaky: 1, skipped: 1 }, [{ message: 'no tests found' }])
    expect(countPlaywright(report)).toEqual({ passed: 3, failed: 4 })
  })
})

describe('a report file', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'granary-counts-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const save = (text: string): string => {
    writeFileSync(join(folder, 'report.json'), text)
    return join(folder, 'report.json')
  }

  test('is counted', async () => {
    const file = save(JSON.stringify(playwright()))
    expect(await countFile(file, countPlaywright, 0)).toEqual({ passed: 3, failed: 0 })
  })

  test('of a run that failed has at least one failure', async () => {
    const file = save(JSON.stringify(playwright()))
    expect(await countFile(file, countPlaywright, 1)).toEqual({ passed: 3, failed: 1 })
  })

  test.each([
    ['cut off', '{"stats":'],
    ['of another shape', '{}'],
  ])('that is %s is a failure', async (_, text) => {
    expect(await countFile(save(text), countPlaywright, 0)).toEqual({ passed: 0, failed: 1 })
  })

  test('that is missing is a failure', async () => {
    expect(await countFile(join(folder, 'none.json'), countVitest, 0)).toEqual({ passed: 0, failed: 1 })
  })
})
