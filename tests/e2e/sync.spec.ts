// Every organization synced at once: how far it is, stopped and gone on with, only what changed the next time, what was
// deleted elsewhere marked as gone, and quietly offline.
import type { App } from '../support/app.ts'
import { connectPage } from './pages/connect.ts'
import { startTestHub } from '../support/hub.ts'
import { expect, look, test as story } from './story.ts'

const [first, second] = ['acme', 'brightside']

/** Without a limit of requests: the story has no minute to wait. */
const test = story.extend({
  hub: async ({}, use) => {
    const hub = await startTestHub({ requestsPerMinute: 0 })
    await use(hub)
    await hub.remove()
  },
})

interface Gate {
  /** Ids of the tokens that were read one by one, a line for each reading. */
  tokens: string[]
  /** After so many of them every request waits at the gate. */
  open: number
  waiting: (() => void)[]
}

/** Puts a gate before every request of the app to a server, open at first. */
const putGate = (app: App): Promise<void> =>
  app.electron.evaluate(({ session }) => {
    const gate: Gate = { tokens: [], open: Infinity, waiting: [] }
    Object.assign(globalThis, { gate })
    session.fromPartition('servers', { cache: false }).webRequest.onBeforeRequest(({ url }, go) => {
      const id = /\/access-tokens\/([^/?]+)$/.exec(url)?.[1]
      if (gate.tokens.length >= gate.open) return void gate.waiting.push(() => go({}))
      if (id) gate.tokens.push(id)
      go({})
    })
  })

/** Lets so many tokens be read from now on, and answers with those that were read before. */
const letThrough = (app: App, tokens: number): Promise<string[]> =>
  app.electron.evaluate((_, open) => {
    const { gate } = globalThis as unknown as { gate: Gate }
    const before = gate.tokens
    Object.assign(gate, { tokens: [], open })
    for (const go of gate.waiting.splice(0)) go()
    return before
  }, tokens)

test('all organizations are synced, stopped, gone on with, and only what changed is read again', async ({
  start,
  hub,
}) => {
  for (const name of [first, second]) hub.addOrganization(name, 12)
  const app = await start()
  const { page } = app
  const inventory = await connectPage(page).signInTo(hub.url, hub.owner, 'meadowlark')
  await expect(inventory.row('Terminal Busan').or(inventory.rows.first())).toContainText(/repositor|scope/)
  const panel = page.getByRole('region', { name: 'Sync' })
  const all = panel.getByRole('button', { name: 'Sync all' })
  const bar = panel.getByRole('progressbar', { name: 'Sync of all organizations' })

  // Stopped half way.
  await putGate(app)
  await letThrough(app, 20)
  await all.click()
  await expect(bar).toHaveAttribute('aria-valuetext', /of 4 organizations, 20 of \d+ tokens read/)
  await look(app, 'sync-working')
  await panel.getByRole('button', { name: 'Stop' }).click()
  await expect(panel).toContainText(/Stopped at \d of 4 organizations. What was read is kept./)
  const before = await letThrough(app, Infinity)
  await all.click()
  await expect(panel).toContainText('Synced just now')
  const after = await letThrough(app, Infinity)
  // Each token of the two organizations that no page has opened was read once, before or after.
  const unread = hub.count('harborline') + hub.count(second)
  expect(new Set([...before, ...after]).size).toBe(unread)
  expect(before.length + after.length).toBe(unread)

  // One is changed and one is deleted elsewhere.
  const changed = hub.idOf(first, 'Pipeline 7')
  await hub.changeToken(first, changed, { description: 'Releases' })
  await hub.deleteToken(first, hub.idOf(first, 'Pipeline 8'))
  await all.click()
  await expect(page.getByText('11 of 100').first()).toBeVisible()
  await expect(panel).toContainText('Synced just now')
  expect(await letThrough(app, Infinity)).toEqual([changed])
  await inventory.open(first)
  await inventory.search.fill('Pipeline 8')
  await expect(inventory.row('Pipeline 8')).toContainText('Gone')
  await inventory.row('Pipeline 8').getByRole('link').first().click()
  await expect(page.getByRole('complementary', { name: 'Token details' })).toContainText(
    'Not on the server any more',
  )
  await look(app, 'sync-gone')

  await hub.stop()
  await all.click()
  await expect(panel.getByText('Offline', { exact: true })).toBeVisible()
  await expect(panel).toContainText('What this computer has is shown.')
  await look(app, 'sync-offline')
})
