// What every start waits for: the first script of main, that of the page and the keychain's helper, with all that they
// import. Schemas and their library are not among it: building them would take longer than the window.
import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { build } from 'vite'
import { expect, it } from 'vitest'
import { root } from './project.ts'

/** The modules that a script loads before it does anything, in the project's own names or those of their packages. */
async function modulesOf(script: string): Promise<string[]> {
  const found: string[] = []
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [
      vue(),
      {
        name: 'found',
        // What is imported later is no part of it.
        resolveDynamicImport: (specifier) => ({ id: specifier, external: true }),
        generateBundle(_, bundle) {
          for (const file of Object.values(bundle)) if (file.type === 'chunk') found.push(...file.moduleIds)
        },
      },
    ],
    build: {
      write: false,
      minify: false,
      rolldownOptions: { input: join(root, script), external: [/^node:/, 'electron'] },
    },
  })
  return found.map((id) => id.replace(/^.*\/node_modules\//, '').replace(`${root}/`, ''))
}

const heavy = (module: string) => /^zod\/|-form\.ts$|^shared\/contract\/(?!define|listening)/.test(module)

it('main opens its window before it knows any schema', async () => {
  const modules = await modulesOf('electron/main.ts')
  expect(modules).toContain('electron/window.ts')
  expect(modules.filter(heavy)).toEqual([])
  expect(modules.filter((module) => module.startsWith('electron/')).length).toBeLessThan(15)
})

it('the keychain’s helper starts without any', async () => {
  const modules = await modulesOf('electron/keychain/helper.ts')
  expect(modules).toContain('electron/keychain/protocol.ts')
  expect(modules.filter(heavy)).toEqual([])
})

it('the page draws the inventory without any', async () => {
  const modules = await modulesOf('renderer/start.ts')
  expect(modules).toContain('renderer/stores/tokens.ts')
  expect(modules.filter((module) => module.startsWith('zod/'))).toEqual([])
})
