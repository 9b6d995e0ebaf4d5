// The wizard: how its steps are walked, what they take, and the draft.
import { expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { Failed } from '../../shared/errors.ts'
import {
  closeWizard,
  box,
  button,
  draft,
  heading,
  label,
  many,
  next,
  openWizard,
  place,
  press,
  tabTo,
} from '../../tests/support/page/generate-page.ts'

it('is walked with the keyboard alone, and sends what was chosen', async () => {
  const { inputsOf, router } = await openWizard()
  await expect.element(label).toHaveFocus()
  await press('CI of web{Enter}')

  await expect.element(heading('Expiration date')).toHaveFocus()
  await tabTo('radio', '30 days')
  await press('{ArrowDown}{Enter}')

  await expect.element(heading('Repository')).toHaveFocus()
  await tabTo('checkbox', 'Read public repositories')
  await press(' ')
  await tabTo('button', 'Add repository')
  await press('{Enter}')
  await expect.element(page.getByRole('combobox', { name: 'Search repositories' })).toHaveFocus()
  await press('w')
  await expect.element(page.getByRole('option', { name: 'api' })).not.toBeInTheDocument()
  await press('{Enter}{ArrowDown} ')
  await expect.element(page.getByRole('status').getByText('2 chosen, 48 left')).toBeVisible()
  await press('{Escape}')
  await expect.element(button('Add repository')).toHaveFocus()
  await tabTo('radio', 'Image Pull')
  await press('{ArrowRight}')
  await tabTo('button', 'Next')
  await press('{Enter}')

  await expect.element(heading('Organization')).toHaveFocus()
  await tabTo('button', 'Next')
  await press('{Enter}')
  await expect.element(heading('Review')).toHaveFocus()
  await tabTo('button', 'Generate token')
  await press('{Enter}')

  await expect.element(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  expect(inputsOf('tokens.create')).toEqual([
    {
      ...place,
      label: 'CI of web',
      description: '',
      expiry: { kind: 'days', days: 60 },
      resources: [
        { type: 'TYPE_REPO', path: '*/*/public', scopes: ['scope-image-pull'] },
        { type: 'TYPE_REPO', path: `${place.organization}/web`, scopes: ['scope-image-push'] },
        { type: 'TYPE_REPO', path: `${place.organization}/worker`, scopes: ['scope-image-pull'] },
      ],
      keep: 'keychain',
    },
  ])
  expect(inputsOf('drafts.discard')).toEqual([place])
  // The wizard is gone from the history.
  router.back()
  await expect.element(page.getByRole('heading', { name: 'Inventory' })).toBeVisible()
})

it('does not go on from a field that is not right, and puts the focus there', async () => {
  await openWizard()
  await next()
  await expect.element(label).toHaveFocus()
  await expect.element(label).toHaveAttribute('aria-invalid', 'true')
  await expect.element(label).toHaveAccessibleDescription(/Enter a label/)
  await label.fill('CI of web')
  await expect.element(label).not.toHaveAttribute('aria-invalid')
  await next()
  await next()
  await expect.element(heading('Expiration date')).toBeVisible()
  await expect.element(page.getByRole('radio', { name: '30 days' })).toHaveFocus()
  await expect.element(button('Review')).toBeDisabled()
})

it('says that a label is in use, and lets it pass', async () => {
  await openWizard()
  await label.fill(' nightly BUILD ')
  await expect.element(page.getByText('hard to tell apart')).toBeVisible()
  await next()
  await expect.element(heading('Expiration date')).toBeVisible()
})

it('saves what is typed, finds it again, throws it away and brings it back', async () => {
  const first = await openWizard()
  await label.fill('Half done')
  await expect.poll(first.draftKept).toMatchObject({ label: 'Half done', step: 1 })
  closeWizard()

  const again = await openWizard(first.draftKept())
  await expect.element(page.getByText('Draft restored')).toBeVisible()
  await expect.element(label).toHaveValue('Half done')
  await button('Start over').click()
  await expect.element(label).toHaveValue('')
  await expect.poll(again.draftKept).toBeNull()
  await button('Undo').click()
  await expect.element(label).toHaveValue('Half done')
  await expect.poll(again.draftKept).toMatchObject({ label: 'Half done' })
})

it('saves what was typed last when the page is left at once', async () => {
  const { router, inputsOf } = await openWizard()
  await label.fill('Left at once')
  await router.push({ name: 'inventory', params: place })
  await expect.poll(() => inputsOf('drafts.save')).toMatchObject([{ draft: { label: 'Left at once' } }])
})

it('opens a draft at the first step that is not right any more', async () => {
  await openWizard(draft({ step: 5, expiryChoice: 'date', expiryDate: '2020-01-01' }))
  await expect.element(heading('Expiration date')).toBeVisible()
  await expect.element(page.getByText('not in the past')).toBeVisible()
})

it('needs at least one kind of access', async () => {
  const main = await openWizard(draft({ access: { ...draft().access, readPublic: false } }))
  await button('Generate token').click()
  await expect.element(page.getByText('at least one kind of access')).toBeVisible()
  expect(main.inputsOf('tokens.create')).toEqual([])
})

it('shows what Edit includes, and sends only what was chosen', async () => {
  const main = await openWizard(draft({ step: 4 }))
  await expect.element(box('Member Edit')).not.toBeInTheDocument()
  await box("Allow management access to this organization's resources").click()
  await next()
  await expect.element(page.getByText('Choose at least one kind of management access')).toBeVisible()
  await box('Member Edit').click()
  await expect.element(box('Member Read')).toBeChecked()
  await expect.element(box('Member Read')).toBeDisabled()
  await expect.element(box('Member Read')).toHaveAccessibleDescription('Included in Member Edit.')
  await box('Invite Read').click()
  await next()
  await button('Generate token').click()
  await expect.element(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  expect(main.inputsOf('tokens.create')).toMatchObject([
    {
      resources: [
        { type: 'TYPE_REPO' },
        { type: 'TYPE_ORG', scopes: ['scope-member-edit', 'scope-invite-read'] },
      ],
    },
  ])
})

it('sends no management scope once management access is turned off again', async () => {
  const access = { ...draft().access, organizationScopes: ['scope-group-edit'] }
  const main = await openWizard(draft({ step: 4, management: true, access }))
  await box("Allow management access to this organization's resources").click()
  await next()
  await button('Generate token').click()
  await expect.element(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  expect(main.inputsOf('tokens.create')).toMatchObject([{ resources: [{ type: 'TYPE_REPO' }] }])
})

it('takes fifty repositories and not one more', async () => {
  const main = await openWizard(draft({ step: 3, access: { ...draft().access, repositories: many(49) } }))
  await expect.element(page.getByText('1 left', { exact: true })).toBeVisible()
  await button('Add repository').click()
  await page.getByRole('option', { name: 'api' }).click()
  await expect.element(page.getByText('50 chosen, 0 left')).toBeVisible()
  await page.getByRole('option', { name: 'web' }).click({ force: true })
  await expect.element(page.getByRole('option', { name: 'web' })).toHaveAttribute('aria-selected', 'false')
  await button('Done').click()
  await expect.element(button('Add repository')).toHaveAttribute('aria-disabled', 'true')
  await expect.poll(() => main.draftKept()?.access.repositories.length).toBe(50)
})

it('lets a failed search be tried again where it failed', async () => {
  const main = await openWizard(draft({ step: 3 }))
  const search = main.answers['repositories.search']!
  main.answers['repositories.search'] = () => {
    throw new Failed('server.unreachable')
  }
  await button('Add repository').click()
  await expect.element(page.getByText('The server cannot be reached')).toBeVisible()
  main.answers['repositories.search'] = search
  await button('Try again').click()
  await expect.element(page.getByRole('option', { name: 'worker' })).toBeVisible()
})
