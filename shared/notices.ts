// What a copy of Granary is made of, for About, and how to tell a copy that is for tests only.

/** Such a copy was packed with a stand-in Electron: build/dist.ts marks its version. */
export const isNotForRelease = (version: string): boolean => version.endsWith('-not-for-release')

/** What is packed into the app besides Electron. A test compares it with what is imported and with their licences. */
export const parts: readonly { name: string; licence: string }[] = [
  { name: '@hono/node-server', licence: 'MIT' },
  { name: '@internationalized/date', licence: 'Apache-2.0' },
  { name: '@lucide/vue', licence: 'ISC' },
  { name: '@peculiar/x509', licence: 'MIT' },
  { name: '@tanstack/vue-virtual', licence: 'MIT' },
  { name: '@vueuse/core', licence: 'MIT' },
  { name: 'csv-stringify', licence: 'MIT' },
  { name: 'electron-log', licence: 'MIT' },
  { name: 'electron-store', licence: 'MIT' },
  { name: 'electron-updater', licence: 'MIT' },
  { name: 'hono', licence: 'MIT' },
  { name: 'jose', licence: 'MIT' },
  { name: 'keytar', licence: 'MIT' },
  { name: 'libsql', licence: 'MIT' },
  { name: 'otpauth', licence: 'MIT' },
  { name: 'p-queue', licence: 'MIT' },
  { name: 'pinia', licence: 'MIT' },
  { name: 'reflect-metadata', licence: 'Apache-2.0' },
  { name: 'reka-ui', licence: 'MIT' },
  { name: 'vue', licence: 'MIT' },
  { name: 'vue-router', licence: 'MIT' },
  { name: 'zod', licence: 'MIT' },
]
