// Plants one violation of every import rule in a small tree of its own and sees each caught, also inside `.vue`.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as z from 'zod'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromRoot } from './project.ts'
import { runPackage } from './run.ts'

const report = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
})

const ruleNames = z.object({ default: z.object({ forbidden: z.array(z.object({ name: z.string() })) }) })

// What every tree holds, so that each planted import leads somewhere.
const ground: Record<string, string> = {
  'shared/errors.ts': `import * as z from 'zod'\nexport const a = z`,
  'shared/tokens/scopes.ts': 'export type Scope = string',
  'shared/hub/paging.ts': `import type { Scope } from '../tokens/scopes.ts'\nexport type Page = Scope`,
  'shared/contract/tokens.ts': `import type { Scope } from '../tokens/scopes.ts'\nexport type Call = Scope`,
  'electron/main.ts': `import './window.ts'\nexport const load = () => import('./app.ts')`,
  'electron/app.ts': `import './areas/tokens.ts'`,
  'electron/window.ts': `import { app } from 'electron'\nimport { join } from 'node:path'\nexport const b = [app, join]`,
  'electron/preload.ts': `import { ipcRenderer } from 'electron'\nimport '../shared/contract/tokens.ts'\nipcRenderer`,
  'electron/areas/tokens.ts': `import '../dockerhub/client.ts'\nimport './tokens/parts.ts'`,
  'electron/areas/tokens/parts.ts': 'export const c = 1',
  'electron/areas/accounts.ts': 'export const d = 1',
  'electron/dockerhub/client.ts': `import '../../shared/errors.ts'\nexport const e = 1`,
  'electron/keychain/helper.ts': `import keytar from 'keytar'\nkeytar`,
  'electron/journal.ts': 'export const f = 1',
  'hub/app.ts': `import '../shared/hub/paging.ts'\nimport './data/database.ts'`,
  'hub/data/database.ts': `import Database from 'libsql'\nDatabase`,
  'renderer/api.ts': `import type { Call } from '../shared/contract/tokens.ts'\nexport type C = Call`,
  'renderer/App.vue': vue(`import './pages/TokensPage.vue'`),
  'renderer/router.ts': `export const load = () => import('./pages/TokensPage.vue')`,
  'renderer/stores/tokens.ts': `import '../api.ts'`,
  'renderer/pages/TokensPage.vue': vue(
    `import '../stores/tokens.ts'\nimport Row from '../components/Row.vue'`,
  ),
  'renderer/pages/OtherPage.vue': vue(`import '../composables/useNow.ts'`),
  'renderer/components/Row.vue': vue(`import '../composables/useNow.ts'`),
  'renderer/composables/useNow.ts': 'export const g = 1',
  'tests/support/app.ts': `import '../../electron/journal.ts'`,
}

/** [rule, the file that breaks it, what it imports]. Type-only and lazy imports are arrows too. */
const planted: [rule: string, file: string, code: string][] = [
  ['no-cycles', 'electron/round.ts', `import './about.ts'`],
  ['no-broken-imports', 'electron/broken.ts', `import './nowhere.ts'`],
  ['no-tests-inside', 'electron/cheats.ts', `import '../tests/support/app.ts'`],
  ['shared-is-a-leaf', 'shared/grows.ts', `import type { f } from '../electron/journal.ts'`],
  ['shared-knows-zod-only', 'shared/reads.ts', `import { readFileSync } from 'node:fs'`],
  ['shared-knows-zod-only', 'shared/draws.ts', `import { ref } from 'vue'`],
  ['domain-before-contract', 'shared/tokens/knows.ts', `import type { Call } from '../contract/tokens.ts'`],
  ['hub-stands-alone', 'hub/peeks.ts', `import '../electron/journal.ts'`],
  ['hub-stands-alone', 'hub/fails.ts', `import '../shared/errors.ts'`],
  ['hub-without-electron', 'hub/hosted.ts', `import type { App } from 'electron'`],
  ['electron-asks-shared', 'electron/serves.ts', `import '../hub/app.ts'`],
  ['electron-asks-shared', 'electron/draws.ts', `import '../renderer/api.ts'`],
  ['preload-is-the-contract', 'electron/preload.ts', `import '../shared/errors.ts'`],
  ['preload-is-sandboxed', 'electron/preload.ts', `import { join } from 'node:path'`],
  ['areas-apart', 'electron/areas/organizations.ts', `import './accounts.ts'`],
  ['areas-at-the-end', 'electron/inventory/asks.ts', `import '../areas/accounts.ts'`],
  ...[
    'accounts',
    'activity',
    'disk',
    'docker',
    'dockerhub',
    'inventory',
    'ipc',
    'keychain',
    'members',
    'notifications',
    'reports',
    'tokens',
  ].map((room): [string, string, string] => [
    `room-${room}`,
    `electron/${room}/strays.ts`,
    `import '../window.ts'`,
  ]),
  ['client-without-electron', 'electron/dockerhub/net.ts', `import { net } from 'electron'`],
  ['keytar-in-its-process', 'electron/keychain/keychain.ts', `import keytar from 'keytar'`],
  ['sqlite-in-the-hub', 'electron/inventory.ts', `const open = () => import('libsql')`],
  ['page-without-schemas', 'renderer/composables/useForm.ts', `import '../../shared/contract/tokens.ts'`],
  ['page-without-schemas', 'renderer/stores/parses.ts', `import * as z from 'zod'`],
  ['page-asks-shared', 'renderer/pages/ReachPage.vue', vue(`import '../../electron/journal.ts'`)],
  ['page-knows-no-node', 'renderer/components/Files.vue', vue(`import { join } from 'node:path'`)],
  ['page-knows-no-electron', 'renderer/stores/shell.ts', `import { shell } from 'electron'`],
  ['stores-ask-main', 'renderer/pages/AskPage.vue', vue(`import '../api.ts'`)],
  ['stores-ask-main', 'renderer/composables/useAsk.ts', `import type {} from '../api.ts'`],
  [
    'components-draw',
    'renderer/components/deep/Knows.vue',
    vue(`import type {} from '../../stores/tokens.ts'`),
  ],
  [
    'components-draw',
    'renderer/components/Lazy.vue',
    vue(`const page = () => import('../pages/OtherPage.vue')`),
  ],
  ['stores-hold', 'renderer/stores/drawn.ts', `import '../components/Row.vue'`],
  ['composables-below-pages', 'renderer/composables/usePage.ts', `import '../pages/OtherPage.vue'`],
  ['pages-apart', 'renderer/pages/JoinPage.vue', vue(`import './OtherPage.vue'`)],
]

function vue(code: string): string {
  return `<script setup lang="ts">\n${code}\n</script>\n\n<template><p v-if="1 < 2">text</p></template>\n`
}

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function cruise(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'granary-arrows-'))
  folders.push(folder)
  for (const [path, code] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), code)
  }
  symlinkSync(fromRoot('node_modules'), join(folder, 'node_modules'), 'junction')
  const args = ['.', '--config', fromRoot('.dependency-cruiser.mjs'), '--output-type', 'json']
  const ended = await runPackage('dependency-cruiser/bin/dependency-cruise.mjs', args, { cwd: folder })
  return report.parse(JSON.parse(ended.stdout)).summary
}

let caught: Set<string>
beforeAll(async () => {
  const files: Record<string, string> = { ...ground, 'electron/about.ts': `import './round.ts'` }
  for (const [, file, code] of planted)
    files[file] = `${files[file] ?? ''}
${code}`
  const { violations } = await cruise(files)
  // A cycle is reported once, at any of its files.
  caught = new Set(
    violations.flatMap(({ rule, from, to }) => [`${rule.name} in ${from}`, `${rule.name} in ${to}`]),
  )
}, 60_000)

test(
  'the tree without a planted violation is clean, and all of it was looked at',
  { timeout: 60_000 },
  async () => {
    const { violations, totalCruised } = await cruise(ground)
    expect(violations).toEqual([])
    expect(totalCruised).toBeGreaterThanOrEqual(Object.keys(ground).length)
  },
)

test.each(planted)('%s is caught in %s', (rule, file) => {
  expect(caught).toContain(`${rule} in ${file}`)
})

test('every rule has its planted violation', async () => {
  const settings: unknown = await import(pathToFileURL(fromRoot('.dependency-cruiser.mjs')).href)
  const rules = ruleNames.parse(settings).default.forbidden.map(({ name }) => name)
  expect([...new Set(planted.map(([rule]) => rule))].sort()).toEqual(rules.sort())
})
