// Starting Granary, offline with an inventory of 100 tokens, against a bare window of the same Electron: until the window
// is shown, until the inventory is painted, and what all its processes take at rest. `npm run bench -- start`
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { machineFlags, plainEnvironment, root } from '../../build/project.ts'
import { findRuntime } from '../../build/runtime.ts'
import { connectPage } from '../e2e/pages/connect.ts'
import { launchApp } from '../support/app.ts'
import { writeBareWindow } from './bare-window.ts'
import { report } from './figures.ts'
import { startManyTokens } from './many-tokens.ts'
import { median, rounded } from './measure.ts'
import { memoryOf } from './memory.ts'

const pairs = 20
/** Milliseconds after the last thing was painted until an app is at rest. */
const rest = 3_000
/** The inventory with its rows; the skeleton has none. */
const usable = '.inventory-row'

interface Start {
  /** Milliseconds since the process was asked for. */
  shown: number
  painted: number
  /** Megabytes, of all processes at rest. */
  memory: number
}

interface Startable {
  app: string
  userData: string
  /** What counts as painted. */
  selector: string
}

const folder = mkdtempSync(join(tmpdir(), 'granary-bench-start-'))
const { executable } = await findRuntime()
const watch = fileURLToPath(new URL('start-watch.cjs', import.meta.url))

async function startOnce({ app, userData, selector }: Startable): Promise<Start> {
  const args = [...machineFlags, '-r', watch, app, `--user-data-dir=${userData}`]
  const env = { ...plainEnvironment(), START_WATCH: selector }
  const asked = Date.now()
  const child = spawn(executable, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const times = await told(child)
    await wait(rest)
    const [shown, painted] = [(times.get('shown') ?? NaN) - asked, (times.get('painted') ?? NaN) - asked]
    return { shown, painted, memory: memoryOf(child.pid ?? 0) }
  } finally {
    child.kill()
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
}

/** What start-watch.cjs tells, once it has told both. */
async function told(child: ChildProcess): Promise<Map<string, number>> {
  const times = new Map<string, number>()
  if (child.stdout)
    for await (const line of createInterface(child.stdout)) {
      const [mark, what = '', at] = line.split(' ')
      if (mark === 'start-watch') times.set(what, Number(at))
      if (times.size === 2) return times
    }
  throw new Error(`the app ended before it told when it was ${times.size === 0 ? 'shown' : 'painted'}`)
}

/** Signs in, reads 100 tokens and leaves them on show: what the next starts begin with. */
async function fill(userData: string): Promise<void> {
  const server = await startManyTokens(join(folder, 'hub'), 1, 100)
  const app = await launchApp({ userData })
  try {
    const connect = connectPage(app.page)
    await connect.fillServer(server.url, server.username, server.password)
    await connect.keep.check()
    await connect.signIn.click()
    await app.page.getByRole('heading', { name: 'harborline' }).waitFor()
    await app.page.getByRole('link', { name: 'organization-0' }).click()
    await app.page.getByText('100 of 100').first().waitFor()
    // Before there are rows none of them is unread.
    await app.page.locator(usable).first().waitFor()
    await app.page.getByText('not read yet').first().waitFor({ state: 'detached' })
  } finally {
    await app.quit()
    await server.stop()
  }
}

function bareWindow(name: string): Startable {
  const app = join(folder, name)
  mkdirSync(app)
  writeBareWindow(app)
  return { app, userData: join(folder, `${name}-data`), selector: 'p' }
}

try {
  const granary: Startable = { app: root, userData: join(folder, 'granary-data'), selector: usable }
  await fill(granary.userData)
  const [bare, control] = [bareWindow('bare'), bareWindow('control')]
  // The first of each makes its folder and fills the disk's cache.
  for (const one of [bare, control, granary]) await startOnce(one)
  const rounds: Record<'bare' | 'control' | 'granary', Start>[] = []
  for (let round = 0; round < pairs; round += 1) {
    const order = [['bare', bare] as const, ['granary', granary] as const, ['control', control] as const]
    const starts = new Map<string, Start>()
    for (const [name, one] of round % 2 === 0 ? order : order.reverse())
      starts.set(name, await startOnce(one))
    rounds.push(Object.fromEntries(starts) as (typeof rounds)[number])
  }
  const ratio = (of: (round: (typeof rounds)[number]) => number) => median(rounds.map(of))
  const middle = (name: 'bare' | 'control' | 'granary', what: keyof Start) =>
    rounded(median(rounds.map((round) => round[name][what])), 0)
  const against = (what: keyof Start, unit: string, than: keyof Start = what) =>
    `${middle('granary', what)} ${unit}, a bare window ${middle('bare', than)} ${unit}; medians of ${pairs} pairs`
  report('start', [
    {
      name: 'control: one bare window against another',
      ratio: ratio(({ bare, control }) => control.shown / bare.shown),
      goal: null,
      about: `${middle('control', 'shown')} ms, ${middle('bare', 'shown')} ms`,
    },
    {
      name: 'start until the window is shown',
      ratio: ratio(({ bare, granary }) => granary.shown / bare.shown),
      goal: 1.1,
      about: against('shown', 'ms'),
    },
    {
      name: 'start until 100 tokens are painted, offline',
      ratio: ratio(({ bare, granary }) => granary.painted / bare.shown),
      goal: 1.4,
      about: against('painted', 'ms', 'shown'),
    },
    {
      name: 'memory at rest',
      ratio: ratio(({ bare, granary }) => granary.memory / bare.memory),
      goal: 1.25,
      about: against('memory', 'MB'),
    },
  ])
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
process.exit()
