// End-to-end tests, never repeated until they pass. Each starts an app of its own; on Linux two are told at a time, each
// worker with a display of its own (tests/e2e/story.ts). Elsewhere there is one desktop, and one window has the focus.
import { defineConfig } from '@playwright/test'
import { onLinux } from '../build/project.ts'

export default defineConfig({
  testDir: './e2e',
  outputDir: '../test-results/e2e',
  workers: onLinux ? 2 : 1,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  // For what hangs: no story is about time, and machines are slow.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: '../test-results/e2e.json' }]],
  use: { trace: 'retain-on-failure' },
})
