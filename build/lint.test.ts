// Plants one violation of each of our own bans and sees it caught, with the words that say what to do instead.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromRoot } from './project.ts'
import { runPackage } from './run.ts'

const report = z.array(
  z.object({
    filePath: z.string(),
    messages: z.array(z.object({ ruleId: z.string().nullable(), message: z.string() })),
  }),
)

const vue = (template: string, script = 'const text = 1') =>
  `<script setup lang="ts">\n${script}\n</script>\n\n<template>\n  ${template}\n</template>\n`

/** [file, code, rule, words] */
const planted: [file: string, code: string, rule: string, words: string][] = [
  [
    'electron/listens.ts',
    `import { ipcMain } from 'electron'\nipcMain.emit('a')`,
    'no-restricted-imports',
    'add a call',
  ],
  [
    'electron/all.ts',
    `import * as electron from 'electron'\nelectron.app.quit()`,
    'no-restricted-syntax',
    'by name',
  ],
  [
    'shared/schema.ts',
    `import { z } from 'zod'\nexport const a = z.string()`,
    'no-restricted-syntax',
    'import * as z',
  ],
  ['shared/kinds.ts', 'export enum Kind {\n  A,\n}', 'no-restricted-syntax', 'as const'],
  ['shared/barrel.ts', `export * from './fine.ts'`, 'no-restricted-syntax', 'No barrels'],
  ['shared/default.ts', 'export default 1', 'no-restricted-syntax', 'Named exports'],
  [
    'shared/index-import.ts',
    `import { a } from './folder/index.ts'\nexport const b = a`,
    'no-restricted-imports',
    'No barrels',
  ],
  [
    'shared/no-ending.ts',
    `import { a } from './fine'\nexport const b = a`,
    'no-restricted-imports',
    'file ending',
  ],
  [
    'electron/utils-import.ts',
    `import { a } from './utils/a.ts'\nexport const b = a`,
    'no-restricted-imports',
    'its subject',
  ],
  ['electron/prints.ts', `console.log('a')`, 'no-console', 'console'],
  ['electron/runs.ts', `eval('1')`, 'no-eval', 'eval'],
  ['renderer/markup.ts', `document.body.innerHTML = 'a'`, 'no-restricted-properties', 'template'],
  ['electron/forgets.ts', 'Promise.resolve(1)', '@typescript-eslint/no-floating-promises', 'awaited'],
  ['renderer/Raw.vue', vue('<p v-html="text" />'), 'vue/no-v-html', 'v-html'],
  [
    'renderer/Old.vue',
    `<script lang="ts">\nexport default { data: () => ({ a: 1 }) }\n</script>\n\n<template>\n  <p>a</p>\n</template>\n`,
    'vue/component-api-style',
    'setup',
  ],
  [
    'renderer/Untyped.vue',
    '<script setup>\nconst a = 1\n</script>\n\n<template>\n  <p>{{ a }}</p>\n</template>\n',
    'vue/block-lang',
    'missing',
  ],
  ['renderer/Unnamed.vue', vue('<img :src="`${text}`">'), 'vuejs-accessibility/alt-text', 'img'],
  [
    'renderer/Writes.vue',
    vue('<p>{{ text }}</p>', `const text = 1\ndocument.body.innerHTML = 'a'`),
    'no-restricted-properties',
    'template',
  ],
]

const fine: Record<string, string> = {
  'shared/fine.ts': `import * as z from 'zod'\nexport const a = z.string()`,
  'shared/folder/index.ts': 'export const a = 1',
  'electron/utils/a.ts': 'export const a = 1',
  'electron/ipc/serve.ts': `import { ipcMain } from 'electron'\nipcMain.emit('a')`,
  'renderer/Fine.vue': vue('<p>{{ text }}</p>'),
}

const folder = mkdtempSync(join(tmpdir(), 'granary-lint-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const found = new Map<string, string[]>()
beforeAll(async () => {
  const files = { ...fine, ...Object.fromEntries(planted.map(([file, code]) => [file, code])) }
  for (const [file, code] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), `${code}\n`)
  }
  symlinkSync(fromRoot('node_modules'), join(folder, 'node_modules'), 'junction')
  const compilerOptions = {
    strict: true,
    module: 'esnext',
    moduleResolution: 'bundler',
    allowImportingTsExtensions: true,
    noEmit: true,
    lib: ['es2022', 'dom'],
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, include: ['**/*.ts', '**/*.vue'] }),
  )
  const args = ['.', '--config', fromRoot('eslint.config.mjs'), '--format', 'json']
  const ended = await runPackage('eslint/bin/eslint.js', args, { cwd: folder })
  for (const { filePath, messages } of report.parse(JSON.parse(ended.stdout))) {
    const file = filePath.slice(filePath.lastIndexOf('granary-lint-')).split(/[\\/]/).slice(1).join('/')
    found.set(
      file,
      messages.map(({ ruleId, message }) => `${ruleId ?? 'no rule'}: ${message}`),
    )
  }
}, 120_000)

test.each(planted)('%s', (file, _, rule, words) => {
  const messages = found.get(file)?.filter((message) => message.startsWith(`${rule}: `))
  expect(messages?.join('\n')).toContain(words)
})

test.each(Object.keys(fine))('%s is fine', (file) => {
  expect(found.get(file)).toEqual([])
})
