// A form that starts from a token or a template, and templates that are made of forms.
import { expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { Failed } from '../../shared/errors.ts'
import type { Template } from '../../shared/tokens/templates.ts'
import {
  button,
  draft,
  heading,
  label,
  next,
  openWizard,
  original,
} from '../../tests/support/page/generate-page.ts'

const own: Template = {
  ...{ id: 'own-1', name: 'Nightly pull', description: 'Pulls at night', expiryChoice: '30' },
  resources: [{ type: 'TYPE_REPO', path: '/web', isOwn: true, scopes: ['scope-image-pull'] }],
}
const duplicate = { from: `token:${original.id}` }
const toReview = async () => {
  for (let step = 1; step < 5; step += 1) await next()
  await expect.element(heading('Review')).toBeVisible()
}

it('duplicates a token with everything that it has, in its spelling, under another label', async () => {
  const { inputsOf, router } = await openWizard(null, duplicate)
  await expect.element(page.getByText('A duplicate of “CI deploy”')).toBeVisible()
  await expect.element(label).toHaveValue('CI deploy copy')
  // Coming back to this address starts nothing anew.
  expect(router.currentRoute.value.query).toEqual({})
  await toReview()
  await expect.element(page.getByRole('region', { name: 'Kept as they are' })).toHaveTextContent('acme/model')
  await button('Generate token').click()
  await expect.element(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  expect(inputsOf('tokens.create')).toMatchObject([
    { label: 'CI deploy copy', description: 'Deploys', expiry: { days: 90 }, resources: original.resources },
  ])
})

it('tells which repositories are not there, and takes them out; what it cannot show can be left out', async () => {
  const { inputsOf } = await openWizard(null, duplicate)
  await expect.element(page.getByText('1 of 2 repositories is not in this organization')).toBeVisible()
  await button('Remove from the form').click()
  await expect.element(page.getByText('not in this organization')).not.toBeInTheDocument()
  await toReview()
  await button('Leave out acme/model').click()
  await button('Generate token').click()
  await expect.element(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  expect(inputsOf('tokens.create')).toMatchObject([{ resources: original.resources.slice(0, 1) }])
})

it('asks before it takes the place of a draft, and can be undone', async () => {
  await openWizard(draft({ step: 1, label: 'Half done' }), duplicate)
  await button('Keep the form').click()
  await expect.element(label).toHaveValue('Half done')
})

it('takes the place of a draft when the owner says so, and can be undone', async () => {
  await openWizard(draft({ step: 1, label: 'Half done' }), duplicate)
  await button('Start from “CI deploy”').click()
  await expect.element(label).toHaveValue('CI deploy copy')
  await button('Undo').click()
  await expect.element(label).toHaveValue('Half done')
})

it('offers templates on an empty form, the built-in ones and the owner’s', async () => {
  const { inputsOf } = await openWizard(null, { own: [own] })
  await page.getByRole('button', { name: /^Nightly pull/ }).click()
  await expect.element(page.getByRole('textbox', { name: 'Description' })).toHaveValue('Pulls at night')
  await expect.element(page.getByRole('button', { name: /^Production pull/ })).not.toBeInTheDocument()
  await label.fill('Mirror')
  await toReview()
  await button('Generate token').click()
  await expect.element(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  expect(inputsOf('tokens.create')).toMatchObject([
    { expiry: { days: 30 }, resources: [{ path: 'acme/web', scopes: ['scope-image-pull'] }] },
  ])
})

it('gives a repository the permission that the template is about', async () => {
  const { inputsOf } = await openWizard()
  await page.getByRole('button', { name: /^CI push to one repository/ }).click()
  await label.fill('Build')
  await next()
  await next()
  await expect.element(page.getByText('Add the repository that the build pushes to.')).toBeVisible()
  await button('Add repository').click()
  await page.getByRole('option', { name: /^web/ }).click()
  await button('Done').click()
  await next()
  await next()
  await button('Generate token').click()
  await expect.element(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  expect(inputsOf('tokens.create')).toMatchObject([{ resources: [{ scopes: ['scope-image-push'] }] }])
})

it('leaves the form as it was when the token cannot be read, and says so', async () => {
  const read = () => {
    throw new Failed('token.gone')
  }
  await openWizard(draft({ step: 1, label: 'Mine' }), { ...duplicate, read })
  await expect.element(page.getByText('The form was not filled in')).toBeVisible()
  await expect.element(label).toHaveValue('Mine')
})
