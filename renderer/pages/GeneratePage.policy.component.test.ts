// The wizard under the owner's policy: what breaks it is not on offer, and a form that came with it says so.
import { expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { noPolicy } from '../../shared/tokens/policy.ts'
import { useAppStore } from '../stores/app.ts'
import { button, draft, heading, label, next, openWizard } from '../../tests/support/page/generate-page.ts'

const radio = (name: string) => page.getByRole('radio', { name, exact: true })
const hold = (change: Partial<typeof noPolicy>) => {
  const app = useAppStore()
  app.settings = { ...app.settings, policy: { ...noPolicy, ...change } }
}

it('offers no end beyond it, each with the reason', async () => {
  await openWizard()
  hold({ longestDays: 60 })
  await label.fill('Nightly')
  await next()
  for (const name of ['90 days', '365 days', 'None']) {
    await expect.element(radio(name)).toBeDisabled()
    await expect.element(radio(name)).toHaveAccessibleDescription('Your policy: at most 60 days')
  }
  await expect.element(radio('60 days')).toBeEnabled()
})

it('says of a draft from before what is beyond it, at once, and makes no token of it', async () => {
  const access = { ...draft().access, allRepositories: 'push' as const }
  const { inputsOf } = await openWizard(draft({ expiryChoice: '365', access }))
  hold({ longestDays: 90, noPushToAll: true })
  await expect.element(heading('Review')).toBeVisible()
  await button('Generate token').click()
  await expect.element(page.getByText('Your policy: at most 90 days. Choose an earlier end.')).toBeVisible()
  await radio('90 days').click({ force: true })
  await next()
  const all = page.getByRole('radiogroup', { name: 'All repositories of acme' })
  await expect
    .element(all)
    .toHaveAccessibleDescription(
      'Your policy: no push to all repositories. Choose the repositories one by one.',
    )
  await expect.element(radio('Push to all')).toBeDisabled()
  await radio('No').click()
  await next()
  await next()
  await button('Generate token').click()
  await expect.element(page.getByRole('heading', { name: 'Secret' })).toBeVisible()
  expect(inputsOf('tokens.create')).toMatchObject([{ expiry: { kind: 'days', days: 90 } }])
})
