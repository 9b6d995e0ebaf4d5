// Two edits of one token, told apart field by field.
import { expect, it } from 'vitest'
import { conflictOf } from './conflict.ts'
import type { EditedFields } from './edit-form.ts'

const pull = (...names: string[]) =>
  names.map((name) => ({ type: 'TYPE_REPO', path: `acme/${name}`, scopes: ['scope-image-pull'] }))
const shown: EditedFields = { label: 'ci', description: 'builds', resources: pull('web', 'api') }

it('keeps both when they touched different fields', () => {
  const { rows, both } = conflictOf(
    shown,
    { ...shown, label: 'ci 2' },
    { ...shown, resources: pull('web', 'api', 'new') },
  )
  expect(both).toEqual({ label: 'ci 2', description: 'builds', resources: pull('web', 'api', 'new') })
  expect(rows).toEqual([
    { name: 'Label', shown: ['ci'], wanted: ['ci 2'], theirs: ['ci'], inAll: 0 },
    { name: 'Access', shown: [], wanted: [], theirs: ['pull from acme/new'], inAll: 2 },
  ])
})

it('cannot keep both when one field was changed in two ways', () => {
  expect(conflictOf(shown, { ...shown, label: 'mine' }, { ...shown, label: 'theirs' })).toMatchObject({
    rows: [{ name: 'Label', shown: ['ci'], wanted: ['mine'], theirs: ['theirs'] }],
    both: null,
  })
  const { rows, both } = conflictOf(
    shown,
    { ...shown, resources: pull('web') },
    { ...shown, description: '', resources: pull('api') },
  )
  expect(both).toBeNull()
  expect(rows.map(({ name }) => name)).toEqual(['Description', 'Access'])
  expect(rows[1]).toMatchObject({
    shown: ['pull from acme/web', 'pull from acme/api'],
    wanted: ['pull from acme/web'],
    theirs: ['pull from acme/api'],
    inAll: 0,
  })
})

it('is no collision when both had the same thought', () => {
  const same = { ...shown, label: 'renamed' }
  expect(conflictOf(shown, { ...same, description: 'mine' }, same).both).toEqual({
    ...same,
    description: 'mine',
  })
})
