// Unit tests run in Node; component tests run in Debian's Chromium, the major version that ships.
import { availableParallelism } from 'node:os'
import vue from '@vitejs/plugin-vue'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'

const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
]

export default defineConfig({
  test: {
    // By itself vitest leaves one core idle, which is half of two.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          // For what hangs: no test is about time, and machines are slow.
          testTimeout: 20_000,
          include: ['{electron,shared,hub,build,renderer,tests/real}/**/*.test.ts'],
          exclude: ['**/*.component.test.ts', '**/node_modules/**'],
        },
      },
      {
        plugins: [vue()],
        // Named, so that none is found and bundled in the middle of a run, which loads the page anew under a test.
        optimizeDeps: {
          include: [
            'vue',
            'pinia',
            'vue-router',
            'reka-ui',
            'zod',
            'axe-core',
            '@internationalized/date',
            '@lucide/vue',
            '@tanstack/vue-virtual',
            '@vue/test-utils',
            '@vueuse/core',
          ],
        },
        test: {
          name: 'browser',
          include: ['renderer/**/*.component.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            // Pages of one browser share its focus.
            fileParallelism: false,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
                args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...quiet],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
