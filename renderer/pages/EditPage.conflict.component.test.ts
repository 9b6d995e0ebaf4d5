// Saving an edit: what may keep it from being saved, and what somebody else saved meanwhile.
import { expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { Token } from '../../shared/contract/tokens.ts'
import { Failed } from '../../shared/errors.ts'
import {
  button,
  dialog,
  fields,
  inventory,
  label,
  openEdit,
  resources,
  saveReason,
  token,
} from '../../tests/support/page/edit-page.ts'

it('signs in again and goes on saving', async () => {
  const main = await openEdit()
  const change = main.answers['tokens.change']!
  main.answers['tokens.change'] = (input) => {
    main.answers['tokens.change'] = change
    if (input) throw new Failed('signIn.needed')
  }
  await label.fill('Patient')
  await button('Save').click()
  await expect.element(inventory).toBeVisible()
  expect(main.inputsOf('accounts.startDemo')).toHaveLength(1)
  expect(main.server.token.label).toBe('Patient')
})

it('keeps the form when saving fails, and takes an objection to its field', async () => {
  const main = await openEdit()
  const refuse = (failed: Failed) => {
    main.answers['tokens.change'] = () => {
      throw failed
    }
  }
  refuse(new Failed('server.unreachable'))
  await label.fill('Kept')
  await button('Save').click()
  await expect.element(page.getByText('The server cannot be reached')).toBeVisible()
  await expect.element(label).toHaveValue('Kept')

  refuse(new Failed('token.rejected', { field: 'label', detail: 'Not this label.' }))
  await button('Save').click()
  await expect.element(label).toHaveAccessibleDescription(/Not this label/)
  await expect.element(label).toHaveFocus()
  await expect.element(page.getByText('The server cannot be reached')).not.toBeInTheDocument()
  await label.fill('Another')
  await expect.element(page.getByText('Not this label.')).not.toBeInTheDocument()
})

it('takes an edit that is on the server already for saved: the answer of an earlier try was lost', async () => {
  const main = await openEdit()
  await label.fill('Done already')
  main.server.token = token({ label: 'Done already' })
  await button('Save').click()
  await expect.element(inventory).toBeVisible()
})

/** Edits label here and something else there, and saves. */
async function collide(theirs: Partial<Token>) {
  const main = await openEdit()
  await label.fill('Mine')
  main.server.token = token(theirs)
  await button('Save').click()
  await expect.element(dialog).toBeVisible()
  return main
}
const cells = () =>
  [...document.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent))

it('shows both edits of a field side by side, and takes theirs', async () => {
  const main = await collide({ label: 'Theirs' })
  expect(cells()).toEqual([['Label', 'CI of web', 'MineChanged', 'TheirsChanged']])
  await expect.element(button('Keep both')).not.toBeInTheDocument()
  await button('Use theirs').click()
  await expect.element(label).toHaveValue('Theirs')
  await saveReason('Nothing was changed.')
  expect(main.changes()).toHaveLength(1)
})

it('saves mine over theirs when the owner says so', async () => {
  const main = await collide({ label: 'Theirs', description: 'Theirs too' })
  await button('Save mine over it').click()
  await expect.element(inventory).toBeVisible()
  expect(main.changes()[1]?.shown).toEqual({
    ...fields(token()),
    label: 'Theirs',
    description: 'Theirs too',
    isActive: true,
  })
  expect(fields(main.server.token)).toEqual({ ...fields(token()), label: 'Mine' })
})

it('keeps both when different fields were edited', async () => {
  const wider = [...resources, { type: 'TYPE_REPO', path: 'acme/api', scopes: ['scope-image-pull'] }]
  const main = await collide({ resources: wider })
  expect(cells().map(([name]) => name)).toEqual(['Label', 'Access'])
  await expect.element(dialog).toHaveTextContent('pull from acme/api')
  await button('Keep both').click()
  await expect.element(inventory).toBeVisible()
  expect(fields(main.server.token)).toEqual({ ...fields(token()), label: 'Mine', resources: wider })
})

it('lets the owner go on editing, and shows the conflict again', async () => {
  await collide({ label: 'Theirs' })
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog).not.toBeInTheDocument()
  await expect.element(label).toHaveValue('Mine')
  await button('Save').click()
  await expect.element(dialog).toBeVisible()
})

it('offers only to go back from a token that was deactivated meanwhile', async () => {
  const main = await collide({ isActive: false })
  await expect.element(dialog).toHaveTextContent('only deleted')
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog).toBeVisible()
  await expect.element(button('Save mine over it')).not.toBeInTheDocument()
  await button('Go back').click()
  await expect.element(inventory).toBeVisible()
  expect(main.changes()).toHaveLength(1)
})
