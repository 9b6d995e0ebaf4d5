// The page half of the inventory bench: the real app over a copy of 10,000 tokens in 100 organizations on this computer,
// the server gone. Measured in the page itself, from just after one frame was painted to just after the next.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { launchApp } from '../support/app.ts'
import { connectPage } from '../e2e/pages/connect.ts'
import type { Figure } from './figures.ts'
import { type ManyTokens, startManyTokens } from './many-tokens.ts'
import { median, rounded } from './measure.ts'
import { memoryOf } from './memory.ts'

const organizations = 100
const tokensEach = 100
/** With what the demo brings along, as the head of the table says it. */
const everything = `${(organizations * tokensEach + 71).toLocaleString('en')} tokens · ${organizations + 2} organizations`
const rounds = 5
/** Milliseconds that a screen of 60 Hz shows each picture. */
const frame = 1000 / 60

/** Words that match many rows, some and none, typed letter by letter and taken away again. */
const typed = ['organization-7', 'token 99', 'nothing is called this']

interface Timings {
  keystrokes: number[]
  scroll: number[]
  idle: number[]
}

const timings = readFileSync(new URL('./page-timings.js', import.meta.url), 'utf8')
/** Runs in the page: this folder knows no DOM. */
const timePage = (page: Page): Promise<Timings> =>
  page.evaluate<Timings>(`(${timings.slice(timings.indexOf('async '))})(${JSON.stringify(typed)})`)
const restOf = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((resolve) => requestIdleCallback(resolve))')

const at95 = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.ceil(values.length * 0.95) - 1] ?? NaN

/** Signs in and reads everything once, so that its sealed copy is on disk. */
async function fill(userData: string, server: ManyTokens): Promise<void> {
  const app = await launchApp({ userData })
  try {
    const connect = connectPage(app.page)
    await connect.fillServer(server.url, server.username, server.password)
    await connect.keep.check()
    await connect.signIn.click()
    await app.page.getByRole('heading', { name: 'harborline' }).waitFor()
    await app.page.getByRole('link', { name: 'All organizations' }).click()
    await app.page.getByRole('button', { name: 'Sync all' }).click()
    await app.page.getByText(everything, { exact: true }).waitFor({ timeout: 600_000 })
    await app.page.getByRole('button', { name: 'Sync all' }).waitFor({ timeout: 600_000 })
    await app.page.getByText('not read yet').first().waitFor({ state: 'detached' })
  } finally {
    await app.quit()
  }
}

/** Opens the table over the copy; answers with its timings and what the app takes by then. */
async function openTable(userData: string): Promise<{ timings: Timings; memory: number }> {
  const app = await launchApp({ userData })
  try {
    await app.page.getByRole('link', { name: 'All organizations' }).click()
    await app.page.getByText(everything, { exact: true }).waitFor({ timeout: 60_000 })
    await app.page.getByRole('row').nth(5).waitFor()
    // What starting leaves behind is not what is measured.
    await restOf(app.page)
    const memory = memoryOf(app.electron.process().pid ?? 0)
    return { timings: await timePage(app.page), memory }
  } finally {
    await app.quit()
  }
}

async function openEmpty(): Promise<number> {
  const app = await launchApp()
  try {
    await connectPage(app.page).demo.waitFor()
    await restOf(app.page)
    return memoryOf(app.electron.process().pid ?? 0)
  } finally {
    await app.quit()
  }
}

export async function pageFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'granary-bench-page-'))
  const userData = join(folder, 'user')
  try {
    const server = await startManyTokens(join(folder, 'hub'), organizations, tokensEach)
    try {
      await fill(userData, server)
    } finally {
      await server.stop()
    }
    const runs: { timings: Timings; memory: number; empty: number }[] = []
    for (let round = 0; round < rounds; round += 1) {
      const early = round % 2 === 0 ? await openEmpty() : null
      const table = await openTable(userData)
      runs.push({ ...table, empty: early ?? (await openEmpty()) })
    }
    const middle = (of: (run: (typeof runs)[number]) => number) => median(runs.map(of))
    const keystroke = middle(({ timings }) => at95(timings.keystrokes))
    const scroll = middle(({ timings }) => at95(timings.scroll))
    const idle = middle(({ timings }) => at95(timings.idle))
    const memory = middle((run) => run.memory)
    const empty = middle((run) => run.empty)
    const about = (milliseconds: number) =>
      `p95 ${rounded(milliseconds)} ms, one frame of 60 Hz ${rounded(frame)} ms, p95 of frames at rest ${rounded(idle)} ms`
    return [
      { name: 'filter keystroke to paint', ratio: keystroke / frame, goal: 1.2, about: about(keystroke) },
      { name: 'frames while scrolling', ratio: scroll / frame, goal: null, about: about(scroll) },
      {
        name: 'memory with 10,000 tokens on show',
        ratio: memory / empty,
        goal: null,
        about: `${rounded(memory, 0)} MB in all processes (PSS), ${rounded(empty, 0)} MB with nothing in it`,
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
