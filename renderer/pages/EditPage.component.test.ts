// The edit page: what it shows, what it saves, and how it is left.
import { expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { Token } from '../../shared/contract/tokens.ts'
import { Failed } from '../../shared/errors.ts'
import {
  box,
  button,
  description,
  dialog,
  fields,
  inventory,
  label,
  openEdit,
  ref,
  resources,
  saveReason,
  token,
} from '../../tests/support/page/edit-page.ts'

it('saves what was edited, and nothing else of the token', async () => {
  const main = await openEdit()
  await expect.element(label).toHaveValue('CI of web')
  await saveReason('Nothing was changed.')
  await label.fill('CI of the site')
  await page.getByRole('radio', { name: 'Image Push' }).click()
  await box('Read public repositories').click()
  const summary = page.getByRole('region', { name: 'Summary' })
  await expect.element(summary).toHaveTextContent('renames it from “CI of web”')
  await expect.element(summary).toHaveTextContent('adds: push to acme/web')
  await expect.element(summary).toHaveTextContent('adds: pull from any public repository')
  await expect.element(page.getByText('Changed: label, access')).toBeVisible()
  await button('Save').click()

  await expect.element(inventory).toBeVisible()
  await expect.element(page.getByText('“CI of the site” is changed on the server.')).toBeVisible()
  expect(main.changes()).toEqual([
    {
      ...ref,
      shown: { ...fields(token()), isActive: true },
      wanted: {
        label: 'CI of the site',
        description: 'Builds',
        resources: [
          resources[0],
          { ...resources[1], scopes: ['scope-image-push', 'scope-tag-read'] },
          { type: 'TYPE_REPO', path: '*/*/public', scopes: ['scope-image-pull'] },
        ],
      },
    },
  ])
})

it('says what it keeps without showing it, and sends it untouched', async () => {
  const main = await openEdit()
  const kept = page.getByRole('region', { name: 'Kept as they are' })
  await expect.element(kept).toHaveTextContent('scope-from-the-future')
  await expect.element(kept).not.toHaveTextContent('scope-tag-read')
  await box('Member Read').click()
  await box('Group Read').click()
  await userEvent.keyboard('{Control>}s{/Control}')
  await expect.element(inventory).toBeVisible()
  expect(main.changes()[0]?.wanted.resources).toEqual([
    { ...resources[0], scopes: ['scope-from-the-future', 'scope-group-read'] },
    resources[1],
  ])
  expect(JSON.stringify(main.changes()[0]?.wanted)).not.toMatch(/active/i)
})

it('changes the scopes beyond images and sends each as it was spelled', async () => {
  const main = await openEdit()
  await expect.element(page.getByText('Also Tag Read')).toBeVisible()
  await page.getByRole('button', { name: 'More scopes of web' }).click()
  await page.getByRole('radio', { name: 'No images' }).click()
  await box('Tag Read').click()
  await saveReason('Choose what the token may do with web, or remove it.')
  await box('Webhook Edit').click()
  const summary = page.getByRole('region', { name: 'Summary' })
  await expect.element(summary).toHaveTextContent('adds: list and create webhooks of acme/web')
  await expect.element(summary).toHaveTextContent('removes: list the tags of acme/web')
  await button('Save').click()
  await expect.element(inventory).toBeVisible()
  expect(main.changes()[0]?.wanted.resources).toEqual([
    resources[0],
    { ...resources[1], scopes: ['scope-webhook-edit'] },
  ])
})

it('says what is wrong beside the field, and does not save', async () => {
  const main = await openEdit()
  await label.fill(' ')
  await expect.element(label).toHaveAccessibleDescription(/Enter a label/)
  await saveReason(/Enter a label/)
  await label.fill('nightly')
  await expect.element(page.getByText('hard to tell apart')).toBeVisible()
  await description.fill('d'.repeat(201))
  await userEvent.keyboard('{Control>}s{/Control}')
  await expect.element(description).toHaveAttribute('aria-invalid', 'true')
  expect(main.changes()).toEqual([])
})

it('draws the copy at once, and takes the server’s word before saving', async () => {
  const main = await openEdit()
  let answer: (it: Token) => void = () => undefined
  await expect.element(label).toHaveValue('CI of web')
  main.answers['tokens.read'] = () => new Promise((resolve) => (answer = resolve))
  await main.router.push({ name: 'edit', params: { ...ref, tokenId: 't2' } })
  await expect.element(label).toHaveValue('Nightly')
  await saveReason('The token is being read from the server.')
  answer(token({ id: 't2', label: 'Weekly' }))
  await expect.element(label).toHaveValue('Weekly')
  await saveReason('Nothing was changed.')
})

it('keeps what was typed while the server was being asked', async () => {
  const main = await openEdit()
  await expect.element(label).toHaveValue('CI of web')
  let answer: (it: Token) => void = () => undefined
  main.answers['tokens.read'] = () => new Promise((resolve) => (answer = resolve))
  await main.router.push({ name: 'edit', params: { ...ref, tokenId: 't2' } })
  await expect.element(label).toHaveValue('Nightly')
  await label.fill('Typed')
  answer(token({ id: 't2', label: 'Weekly' }))
  await expect.element(button('Save')).not.toHaveAttribute('aria-disabled')
  await expect.element(label).toHaveValue('Typed')
})

it('says why the token cannot be read, and tries again', async () => {
  const main = await openEdit()
  const read = main.answers['tokens.read']!
  main.answers['tokens.read'] = () => {
    throw new Failed('server.unreachable')
  }
  await main.router.push({ name: 'edit', params: { ...ref, tokenId: 't3' } })
  await expect.element(page.getByRole('heading', { name: 'The server cannot be reached' })).toBeVisible()
  await expect.element(button('Save')).not.toBeInTheDocument()
  main.answers['tokens.read'] = read
  await button('Try again').click()
  await expect.element(label).toHaveValue('CI of web')
})

it('shows the copy when the server cannot be reached, with nothing to save', async () => {
  const main = await openEdit(token(), [token()])
  await expect.element(label).toHaveValue('CI of web')
  main.answers['tokens.read'] = () => {
    throw new Failed('server.unreachable')
  }
  await main.router.push({ name: 'edit', params: { ...ref, tokenId: 't2' } })
  await expect.element(page.getByText('The server cannot be reached')).toBeVisible()
  await expect.element(label).toHaveValue('Nightly')
  await saveReason('The token has to be read from the server first.')
})

it.each([
  ['a token that is gone', 'That token does not exist any more'],
  ['a deactivated token', '“CI of web” is deactivated'],
  ['an expired token', '“CI of web” has expired'],
])('does not open %s', async (what, words) => {
  const main = await openEdit(
    token({
      isActive: !what.includes('deactivated'),
      expiresAt: what.includes('expired') ? '2020-01-01T00:00:00Z' : null,
    }),
  )
  if (what.includes('gone')) {
    main.answers['tokens.read'] = () => {
      throw new Failed('token.gone')
    }
    await main.router.push({ name: 'edit', params: { ...ref, tokenId: 't2' } })
  }
  await expect.element(page.getByRole('heading', { name: words })).toBeVisible()
  await expect.element(label).not.toBeInTheDocument()
  await expect.element(button('Save')).not.toBeInTheDocument()
  await button('Open the inventory').click()
  await expect.element(inventory).toBeVisible()
})

it('asks before it drops unsaved changes', async () => {
  await openEdit()
  await description.fill('Half done')
  await button('Cancel').click()
  await expect.element(dialog).toHaveTextContent('Discard your changes?')
  await button('Keep editing').click()
  await expect.element(description).toHaveValue('Half done')
  await button('Close').click()
  await button('Discard').click()
  await expect.element(inventory).toBeVisible()
})

it('leaves without asking when nothing was changed', async () => {
  await openEdit()
  await label.fill('Something')
  await label.fill('CI of web')
  await button('Cancel').click()
  await expect.element(inventory).toBeVisible()
})
