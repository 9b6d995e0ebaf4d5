// The edit form: what is not edited stays to the letter, and what keeps an edit from being saved.
import { describe, expect, it } from 'vitest'
import type { Resource } from './access.ts'
import {
  type EditedFields,
  type EditForm,
  changedFields,
  editFormOf,
  editProblems,
  sameFields,
  wantedFields,
} from './edit-form.ts'

const organization = 'acme'
const repo = (path: string, ...scopes: string[]): Resource => ({ type: 'TYPE_REPO', path, scopes })
const strange: EditedFields = {
  label: '  odd label ',
  description: 'two\r\nlines',
  resources: [
    { type: 'TYPE_ORG', path: organization, scopes: ['scope-new-thing', 'scope-member-read'] },
    repo('acme/api', 'scope-tag-read', 'scope-image-pull'),
  ],
}
const form = (before: EditedFields, change: Partial<EditForm> = {}): EditForm => ({
  ...editFormOf(organization, before),
  ...change,
})
const fields = (before: EditedFields, change: Partial<EditForm> = {}) =>
  editProblems(organization, before, form(before, change)).map((problem) => problem.field)

describe('what is wanted', () => {
  it('is what was there, to the letter, while nothing is edited', () => {
    expect(wantedFields(organization, strange, form(strange))).toEqual(strange)
    expect(sameFields(wantedFields(organization, strange, form(strange)), strange)).toBe(true)
  })

  it('is told apart part by part', () => {
    const access = { ...form(strange).access, readPublic: true }
    const wanted = wantedFields(organization, strange, form(strange, { description: 'two\nlines', access }))
    expect(changedFields(strange, wanted)).toEqual(['description', 'access'])
    expect(changedFields(strange, { ...strange, label: 'odd label' })).toEqual(['label'])
  })

  it('has the typed label without outer blanks', () => {
    expect(wantedFields(organization, strange, form(strange, { label: ' new ' })).label).toBe('new')
  })

  it('has no known management scope once the switch is off, and all others still', () => {
    const wanted = wantedFields(organization, strange, form(strange, { management: false }))
    expect(wanted.resources[0]?.scopes).toEqual(['scope-new-thing'])
    expect(wanted.resources[1]).toEqual(strange.resources[1])
  })
})

describe('problems', () => {
  const long: EditedFields = { ...strange, label: 'l'.repeat(130), description: 'd'.repeat(300) }

  it('are none of an unchanged token, however long its texts are', () => {
    expect(fields(long)).toEqual([])
    expect(fields(long, { label: 'l'.repeat(129) })).toEqual(['label'])
    expect(fields(long, { description: 'd'.repeat(201) })).toEqual(['description'])
    expect(fields(long, { label: 'short' })).toEqual([])
  })

  it('are an empty label, no access, and a management switch without a scope', () => {
    expect(fields(strange, { label: ' ' })).toEqual(['label'])
    const noRepository = { ...form(strange).access, repositories: [] }
    expect(fields({ ...strange, resources: strange.resources.slice(1) }, { access: noRepository })).toEqual([
      'access',
    ])
    const noScope = { ...form(strange).access, organizationScopes: [] }
    expect(fields(strange, { access: noScope })).toEqual(['organizationScopes'])
    expect(fields(strange, { access: noScope, management: false })).toEqual([])
  })

  it('are a chosen repository that is given nothing', () => {
    const idle = { ...form(strange).access, repositories: [{ name: 'api', permission: 'none' as const }] }
    expect(fields(strange, { access: idle })).toEqual(['repositories'])
    const more = [{ name: 'api', permission: 'none' as const, more: ['scope-tag-read'] }]
    expect(fields(strange, { access: { ...idle, repositories: more } })).toEqual([])
  })

  it('count repositories that the form does not show', () => {
    const before = { ...strange, resources: [repo('acme/old', 'scope-old-thing')] }
    const named = (count: number) => ({
      ...form(before).access,
      repositories: Array.from({ length: count }, (_, at) => ({
        name: `r${at}`,
        permission: 'pull' as const,
      })),
    })
    expect(fields(before, { access: named(49) })).toEqual([])
    expect(fields(before, { access: named(50) })).toEqual(['repositories'])
  })
})
