// The server's answer to a creation gets lost: the token is found, shown with what to do, and nothing is made twice.
import { createServer, connect as connectTo, type Server } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connectPage } from './pages/connect.ts'
import { inventoryPage } from './pages/inventory.ts'
import { expect, look, test } from './story.ts'

const organization = 'meadowlark'

test('a lost answer: one token, listed as an orphan, deleted from there', async ({ start, hub }) => {
  const wire = await startWire(Number(new URL(hub.url).port))
  const app = await start()
  try {
    const inventory = await connectPage(app.page).signInTo(wire.url, hub.owner, organization)
    const wizard = await inventory.openWizard()
    await wizard.fillLeast('Lost on the way')
    const before = hub.count(organization)
    wire.cutCreations = true
    await wizard.generate.click()
    await expect(app.page.getByText('It is not known whether the token was made').first()).toBeVisible({
      timeout: 20_000,
    })
    expect(hub.count(organization)).toBe(before + 1)
    wire.cutCreations = false

    // Quit, start again: it is still known.
    await app.quit()
    const again = await start()
    const page = inventoryPage(again.page)
    const again_connect = connectPage(again.page)
    await expect(
      again.page
        .getByText(/sign in again/i)
        .or(again_connect.demo)
        .first(),
    ).toBeVisible()
    await again.page
      .getByRole('button', { name: /sign in again/i })
      .first()
      .click()
    const dialog = again.page.getByRole('dialog', { name: 'Sign in again' })
    await dialog.getByLabel('Password or personal access token').fill(hub.owner.password)
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.open(organization)
    await expect(again.page.getByText(/secret was not kept/i)).toBeVisible()
    await look(again, 'inventory-orphan')
    await again.page.getByRole('button', { name: 'Delete it' }).click()
    const question = again.page.getByRole('alertdialog').or(again.page.getByRole('dialog'))
    await question.getByRole('button', { name: /delete/i }).click()
    await expect(again.page.getByText(/secret was not kept/i)).toHaveCount(0)
    expect(hub.count(organization)).toBe(before)
  } finally {
    await wire.stop()
  }
})

interface Wire {
  url: string
  /** While true, the server gets each creation and its answer is thrown away with the connection. */
  cutCreations: boolean
  stop(): Promise<void>
}

/** A wire between app and hub that can lose an answer. It is a real connection either side. */
async function startWire(port: number): Promise<Wire> {
  const server: Server = createServer((client) => {
    const upstream = connectTo(port, '127.0.0.1')
    let losing = false
    client.on('data', (data) => {
      if (wire.cutCreations && /^POST \/v2\/orgs\/[^/]+\/access-tokens/.test(data.toString('latin1')))
        losing = true
      upstream.write(
        data
          .toString('latin1')
          .replace(new RegExp(`localhost:${wirePort()}|127.0.0.1:${wirePort()}`), `127.0.0.1:${port}`),
        'latin1',
      )
    })
    upstream.on('data', (data) => {
      if (losing) client.destroy()
      else client.write(data)
    })
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  })
  const wirePort = () => (server.address() as AddressInfo).port
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const wire: Wire = {
    url: `http://127.0.0.1:${wirePort()}`,
    cutCreations: false,
    async stop() {
      server.close()
      await Promise.resolve()
    },
  }
  return wire
}
