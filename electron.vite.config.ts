// Builds the three sides of the app: main (with its two child processes), preload and renderer.
// CommonJS and old targets on purpose: the same bundle runs on the pinned Electron and on the
// registry's Electron 25 (Node 18, Chromium 114) that tests use. See docs/adr/0002.
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const native = ['keytar', 'libsql']

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
    plugins: [vue()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      target: 'chrome114',
      rollupOptions: { input: { index: at('renderer/index.html') } },
    },
  },
})
