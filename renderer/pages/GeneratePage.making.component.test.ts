// Making the wizard's token: what may come in between, and that nothing typed is lost.
import { expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { Failed } from '../../shared/errors.ts'
import { button, draft, heading, openWizard } from '../../tests/support/page/generate-page.ts'

it('keeps the form when the server cannot be reached, and asks again only when told to', async () => {
  const main = await openWizard(draft())
  const create = main.answers['tokens.create']!
  main.answers['tokens.create'] = () => {
    throw new Failed('server.unreachable')
  }
  await button('Generate token').click()
  await expect.element(page.getByText('The server cannot be reached')).toBeVisible()
  expect(main.inputsOf('tokens.create')).toHaveLength(1)
  expect(main.draftKept()).not.toBeNull()

  main.answers['tokens.create'] = create
  await button('Generate token').click()
  await expect.element(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  expect(main.inputsOf('tokens.create')[1]).toEqual(main.inputsOf('tokens.create')[0])
})

it('takes what the server does not accept to its field, until that is changed', async () => {
  const main = await openWizard(draft())
  main.answers['tokens.create'] = () => {
    throw new Failed('token.rejected', { field: 'expires_at', detail: 'At most one year from now.' })
  }
  await button('Generate token').click()
  await expect.element(heading('Expiration date')).toBeVisible()
  await expect.element(page.getByText('At most one year from now.')).toBeVisible()
  await page.getByText('30 days').click()
  await expect.element(page.getByText('At most one year from now.')).not.toBeInTheDocument()
})

it('says that the keychain does not work before a token exists, and goes on as the owner decides', async () => {
  const main = await openWizard(draft())
  const create = main.answers['tokens.create']!
  main.answers['tokens.create'] = () => {
    throw new Failed('keychain.locked')
  }
  await button('Generate token').click()
  await expect.element(page.getByRole('alertdialog')).toHaveTextContent('No token has been made yet')
  await button('Cancel').click()
  await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument()
  await expect.element(heading('Review')).toBeVisible()

  await button('Generate token').click()
  main.answers['tokens.create'] = create
  await button('Generate without keeping').click()
  await expect.element(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  expect(main.inputsOf('tokens.create')).toMatchObject([
    { keep: 'keychain' },
    { keep: 'keychain' },
    { keep: 'memory' },
  ])
})

it('goes on by itself after signing in again', async () => {
  const main = await openWizard(draft())
  const create = main.answers['tokens.create']!
  main.answers['tokens.create'] = (input: never) => {
    if (main.inputsOf('tokens.create').length > 1) return create(input)
    throw new Failed('signIn.needed')
  }
  await button('Generate token').click()
  await expect.element(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  expect(main.inputsOf('accounts.startDemo')).toHaveLength(1)
})

it('does not make a second token blindly when the first try got no answer', async () => {
  const main = await openWizard(draft())
  main.answers['tokens.create'] = () => {
    throw new Failed('token.unknownOutcome')
  }
  await button('Generate token').click()
  await expect.element(page.getByText('It is not known whether the token was made')).toBeVisible()
  await button('Generate token').click()
  await expect.element(page.getByRole('alertdialog')).toHaveTextContent('Generate another')
  await button('Not now').click()
  expect(main.inputsOf('tokens.create')).toHaveLength(1)
  await button('Open the inventory').click()
  await expect.element(page.getByRole('heading', { name: 'Inventory' })).toBeVisible()
  expect(main.draftKept()).not.toBeNull()
})
