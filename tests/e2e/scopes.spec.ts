// A token with unusual scopes: made, found again by them, looked at, and edited, to the letter on the wire.
import type { TestHub } from '../support/hub.ts'
import { connectPage } from './pages/connect.ts'
import { editPage } from './pages/edit.ts'
import { inventoryPage } from './pages/inventory.ts'
import { wizardPage } from './pages/wizard.ts'
import { expect, look, test } from './story.ts'

const organization = 'harborline'

interface HubToken {
  id: string
  label: string
  resources: unknown[]
}

/** The token of this label, as the Local Hub has it. */
async function onServer(hub: TestHub, label: string): Promise<HubToken> {
  const { username, password } = hub.owner
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${hub.url}${path}`, init)
    expect(answer.ok, path).toBe(true)
    return answer.json()
  }
  const { token } = (await ask('/v2/users/login', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username, password }),
  })) as { token: string }
  const headers = { Authorization: `Bearer ${token}` }
  const tokens = `/v2/orgs/${organization}/access-tokens`
  const { results } = (await ask(`${tokens}?page_size=100`, { headers })) as { results: HubToken[] }
  const id = results.find((one) => one.label === label)?.id
  return (await ask(`${tokens}/${id}`, { headers })) as HubToken
}

test('every scope can be given, found and edited', async ({ start, hub }) => {
  const app = await start()
  const { page } = app
  const inventory = await connectPage(page).signInTo(hub.url, hub.owner, organization)
  const wizard = await inventory.openWizard()
  await wizard.label.fill('Catalogue keeper')
  await wizard.next.click()
  await wizard.expire('90 days')
  await wizard.next.click()

  // Repositories: tags of all of them, one with deleting, one without images at all.
  await wizard.moreOfAll.click()
  await wizard.scope('Tag Read').check()
  await look(app, 'scopes-all-repositories')
  await wizard.searchScopes('all repositories').fill('no such scope')
  await expect(page.getByText('No scope has “no such scope”')).toBeVisible()
  await look(app, 'scopes-none-found')
  await wizard.searchScopes('all repositories').fill('')
  await wizard.add('ci-cache', 'container-id-check')
  await wizard.moreOfAll.click()
  await wizard.moreOf('ci-cache').click()
  await wizard.allow('ci-cache', 'Image Delete')
  await wizard.searchScopes('ci-cache').fill('webhook')
  await wizard.scope('Webhook Admin').check()
  await expect(wizard.scope('Webhook Read')).toBeDisabled()
  await look(app, 'scopes-repository')
  await wizard.moreOf('ci-cache').click()
  await wizard.moreOf('container-id-check').click()
  await wizard.allow('container-id-check', 'No images')
  await wizard.next.click()
  await expect(page.getByText('Choose what the token may do with container-id-check')).toBeVisible()
  await wizard.scope('Repository Edit').check()
  await wizard.moreOf('container-id-check').click()
  await look(app, 'scopes-repositories')
  await wizard.next.click()

  // The organization, and Docker's other products.
  await wizard.management.check()
  await wizard.scope('Member Read').check()
  await wizard.moreOfOrganization.click()
  await wizard.searchScopes('the organization').fill('audit')
  await wizard.scope('Audit Log Read').check()
  await wizard.searchScopes('the organization').fill('')
  await wizard.scope('Cloud Connect').check()
  await wizard.scope('Governance Policy Write').check()
  await look(app, 'scopes-organization')
  await wizard.next.click()
  await expect(page.getByText('The token can delete images and webhooks.')).toBeVisible()
  await expect(page.getByText('make private repositories public')).toBeVisible()
  await look(app, 'scopes-review')
  const screen = await wizard.finish()
  await screen.done.click()

  const made = await onServer(hub, 'Catalogue keeper')
  const repository = (name: string, ...scopes: string[]) => ({
    type: 'TYPE_REPO',
    path: `${organization}/${name}`,
    scopes,
  })
  const management = ['scope-member-read', 'scope-activity-read', 'scope-cloud-connect']
  expect(made.resources).toEqual([
    repository('*', 'scope-tag-read'),
    repository('ci-cache', 'scope-image-delete', 'scope-webhook-admin'),
    repository('container-id-check', 'scope-repository-edit'),
    { type: 'TYPE_ORG', path: organization, scopes: [...management, 'scope-governance-policy-write'] },
  ])

  // Found by label and by value of a scope.
  for (const search of ['webhook admin', 'scope-governance-policy-write', 'cloud connect']) {
    await inventory.search.fill(search)
    await expect(inventoryPage(page).row('Catalogue keeper')).toBeVisible()
  }
  await expect(inventory.rows).toHaveCount(1)
  await inventory.search.fill('')

  await page.getByText('Catalogue keeper', { exact: true }).click()
  const details = page.getByRole('complementary', { name: 'Token details' })
  await expect(details).toContainText(`list, create and delete webhooks of ${organization}/ci-cache`)
  await details.getByRole('button', { name: 'Show scopes' }).click()
  await expect(details).toContainText('scope-governance-policy-write')
  await look(app, 'scopes-details')

  const edit = editPage(page)
  await edit.open(made.id)
  await expect(page.getByText('Also Webhook Admin')).toBeVisible()
  await expect(edit.scope('Cloud Connect')).toBeChecked()
  await look(app, 'scopes-edit')
  await wizardPage(page).moreOf('ci-cache').click()
  await wizardPage(page).searchScopes('ci-cache').fill('tag')
  const rowOf = page.getByRole('listitem').filter({ has: page.getByRole('group', { name: 'ci-cache' }) })
  await rowOf.getByRole('checkbox', { name: 'Tag Admin' }).check()
  await edit.scope('Cloud Connect').uncheck()
  await expect(edit.summary).toContainText(`adds: list and delete the tags of ${organization}/ci-cache`)
  await edit.save.click()
  await expect(inventoryPage(page).row('Catalogue keeper')).toBeVisible()
  expect((await onServer(hub, 'Catalogue keeper')).resources).toEqual([
    repository('*', 'scope-tag-read'),
    repository('ci-cache', 'scope-image-delete', 'scope-webhook-admin', 'scope-tag-admin'),
    repository('container-id-check', 'scope-repository-edit'),
    {
      type: 'TYPE_ORG',
      path: organization,
      scopes: ['scope-member-read', 'scope-activity-read', 'scope-governance-policy-write'],
    },
  ])
})
