// The Local Hub from a shell: npm run hub -- [serve | create | seed | reset] [options].
import { mkdirSync, readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { createHub } from './app.ts'
import { type ServeArguments, UsageError, readArguments } from './cli/arguments.ts'
import { create } from './cli/create.ts'
import { claim, reset } from './cli/folder.ts'
import { credentialLines, helpText, startText } from './cli/words.ts'
import { isEmpty, seedDemo } from './data/seed.ts'
import { newDemoCredentials } from './data/seed/credentials.ts'
import { startRegistryProgram } from './registry/program.ts'
import { startHub } from './server.ts'

async function serve(wanted: ServeArguments): Promise<void> {
  mkdirSync(wanted.dataFolder, { recursive: true, mode: 0o700 })
  const release = claim(wanted.dataFolder)
  process.once('exit', release)
  const { tls, empty, registryPort } = wanted
  const started = await startHub({
    ...wanted,
    tls:
      typeof tls === 'object'
        ? { cert: readFileSync(tls.cert, 'utf8'), key: readFileSync(tls.key, 'utf8') }
        : tls,
    seed: empty ? undefined : 'everybody',
  })
  const registry =
    registryPort === null
      ? null
      : await startRegistryProgram({ started, folder: wanted.dataFolder, port: registryPort })
  const stop = () => void Promise.all([started.close(), registry?.stop()]).then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  void registry?.ended.then((words) => {
    console.error(`hub: ${words}`)
    process.exitCode = 1
    void started.close().then(() => process.exit(1))
  })
  console.log(startText(started, { tlsCa: started.tlsCa, registry }))
}

async function seed(dataFolder: string): Promise<string> {
  const hub = createHub({ dataFolder })
  try {
    if (!isEmpty(hub.context.database))
      throw new UsageError(`${dataFolder} is not empty: the demo is made in an empty folder only`)
    const credentials = newDemoCredentials()
    await seedDemo({ ...hub.context, passwordCost: hub.passwordCost }, credentials)
    return credentialLines(credentials).join('\n')
  } finally {
    hub.close()
  }
}

async function main(): Promise<void> {
  const wanted = readArguments(process.argv.slice(2))
  if (wanted === 'help') return console.log(helpText)
  if (wanted.command === 'serve') return serve(wanted)
  if (wanted.command === 'reset') return console.log(reset(wanted.dataFolder))
  if (wanted.command === 'seed') return console.log(await seed(wanted.dataFolder))
  const hub = createHub({ dataFolder: wanted.dataFolder })
  try {
    console.log(await create(hub, wanted, () => text(process.stdin)))
  } finally {
    hub.close()
  }
}

main().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error)
  console.error(`hub: ${reason}`)
  process.exitCode = error instanceof UsageError ? 2 : 1
})
