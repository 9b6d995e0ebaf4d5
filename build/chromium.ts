// Finds the browser that component tests run in: Chromium or Chrome as the machine has it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from './packages/present.ts'

/** CHROMIUM when it is set, else the first that is installed, else null. */
export function chromiumPath(): string | null {
  const override = process.env['CHROMIUM']
  if (override) return override
  for (const name of ['chromium', 'google-chrome-stable', 'google-chrome', 'chromium-browser']) {
    const path = findProgram(name)
    if (path !== null) return path
  }
  return elsewhere.find((path) => existsSync(path)) ?? null
}

const programFiles = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(
  (name) => process.env[name] ?? [],
)

const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...programFiles.map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
]
