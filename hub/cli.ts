// The Local Hub from a shell: npm run hub -- [serve] [options].
import { readFileSync } from 'node:fs'
import { UsageError, readArguments } from './cli-arguments.ts'
import { helpText, startText } from './cli-words.ts'
import { startHub } from './server.ts'

async function main(): Promise<void> {
  const wanted = readArguments(process.argv.slice(2))
  if (wanted === 'help') return console.log(helpText)
  const { tls, ...options } = wanted
  const files = tls && { cert: readFileSync(tls.cert, 'utf8'), key: readFileSync(tls.key, 'utf8') }
  const started = await startHub({ ...options, seed: 'everybody', ...(files && { tls: files }) })
  const stop = () => void started.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  console.log(startText(started))
}

main().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error)
  console.error(`hub: ${reason}`)
  process.exitCode = error instanceof UsageError ? 2 : 1
})
