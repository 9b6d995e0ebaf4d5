// Builds the three sides of the app: main (with its two child processes), preload and renderer.
// CommonJS and old targets on purpose: the same bundle runs on the pinned Electron and on the
// registry's Electron 25 (Node 18, Chromium 114) that tests use. See docs/adr/0002.
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { type Plugin, normalizePath } from 'vite'
import type { Area } from './shared/contract/define.ts'
import { contract } from './shared/contract/index.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const native = ['keytar', 'libsql']

// Preload asks the contract only which channels there are; building all its schemas would hold up each page.
const kinds = Object.entries<Area>(contract).map(([area, entries]) => [
  area,
  Object.fromEntries(Object.entries(entries).map(([name, { kind }]) => [name, { kind }])),
])
let found = false
const contractWithoutSchemas: Plugin = {
  name: 'contract-without-schemas',
  load(id) {
    if (id !== normalizePath(at('shared/contract/index.ts'))) return null
    found = true
    return `export const contract = ${JSON.stringify(Object.fromEntries(kinds))}`
  },
  buildEnd(error) {
    if (!error && !found) throw new Error('preload does not import shared/contract/index.ts any more')
  },
}

// What each start needs comes in one file, not in the sixty that its sharing with later pages would make.
const startGroups = [
  { name: 'load', test: /vite\/preload-helper/, priority: 1 },
  { name: 'start', test: /\/renderer\/start\.ts$/ },
]

// Asked for with the skeleton: later main is busy with its own start, and the page would wait for it.
const fetchStartEarly: Plugin = {
  name: 'fetch-start-early',
  transformIndexHtml: {
    order: 'post',
    handler(_, { bundle = {} }) {
      const [script, styles] = ['js', 'css'].map((ending) =>
        Object.keys(bundle).filter((name) => new RegExp(`/start-[\\w-]+\\.${ending}$`).test(name)),
      )
      // Main waits for the one by its name (electron/page.ts).
      if (script?.length !== 1 || styles?.length !== 1) throw new Error('the page has not one start')
      const attrs = { rel: 'preload', as: 'style', crossorigin: '', href: `./${styles[0]}` }
      return [{ tag: 'link', attrs, injectTo: 'head' }]
    },
  },
}

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      minify: true,
      target: 'node18',
      externalizeDeps: false,
      rollupOptions: {
        external: [...native, 'electron'],
        input: {
          index: at('electron/main.ts'),
          hub: at('hub/process.ts'),
          keychain: at('electron/keychain/helper.ts'),
        },
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: 'chunks/[name]-[hash].cjs',
          // Without it the bundler's CommonJS output loads lazy chunks at start.
          strictExecutionOrder: true,
        },
      },
    },
  },
  preload: {
    plugins: [contractWithoutSchemas],
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      minify: true,
      rollupOptions: {
        input: { index: at('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [vue(), fetchStartEarly],
    build: {
      outDir: 'out/renderer',
      minify: true,
      target: 'chrome114',
      rollupOptions: {
        input: { index: at('renderer/index.html') },
        output: { codeSplitting: { groups: startGroups } },
      },
    },
  },
})
