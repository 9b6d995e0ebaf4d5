// Bundles a bench the way the app is bundled, so that it measures the code that ships: tsx gives each function its name
// when it is made, every time, which took a tenth of a sync.
import { pathToFileURL } from 'node:url'
import { type Plugin, build } from 'vite'
import { fromRoot, root } from './project.ts'

// A bundle lies elsewhere; the files that a module names beside itself do not.
const ownAddress: Plugin = {
  name: 'own-address',
  transform: {
    filter: { code: 'import.meta.url' },
    handler: (code, id) => code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)),
  },
}

/** Bundles `tests/bench/<name>.bench.ts` for Node; packages stay outside. Answers with the script. */
export async function bundledBench(name: string): Promise<string> {
  const outDir = fromRoot('out', 'bench', name)
  await build({
    ...{ root, configFile: false, logLevel: 'warn', plugins: [ownAddress] },
    build: { ssr: `tests/bench/${name}.bench.ts`, outDir, target: 'node20', minify: false },
  })
  return fromRoot('out', 'bench', name, `${name}.bench.js`)
}
