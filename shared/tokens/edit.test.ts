// An edit changes what was edited and nothing else.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Access, type Resource, accessToResources } from './access.ts'
import { accessFromResources, editedResources, leftAlone } from './edit.ts'
import { organizationScopes } from './scopes.ts'

const organization = 'acme'
const repo = (path: string, ...scopes: string[]): Resource => ({ type: 'TYPE_REPO', path, scopes })
const management = (...scopes: string[]): Resource => ({ type: 'TYPE_ORG', path: organization, scopes })

describe('what the form is given', () => {
  it('is what the resources say, push over pull', () => {
    expect(
      accessFromResources(organization, [
        repo('*/*/public', 'scope-image-pull'),
        repo('acme/*', 'scope-image-pull'),
        repo('acme/web', 'scope-image-pull', 'scope-image-push'),
        management('scope-member-edit', 'scope-new-thing'),
      ]),
    ).toEqual({
      readPublic: true,
      allRepositories: 'pull',
      repositories: [{ name: 'web', permission: 'push' }],
      organizationScopes: ['scope-member-edit'],
    })
  })

  it('leaves alone what it cannot say', () => {
    const strange = [
      repo('acme/web', 'scope-image-delete'),
      repo('acme/api', 'scope-image-pull', 'scope-tag-read'),
      repo('other/app', 'scope-image-pull'),
      management('scope-member-read', 'scope-new-thing'),
      { type: 'TYPE_NEW', path: 'x', scopes: ['y'] },
    ]
    expect(leftAlone(organization, strange)).toEqual([
      repo('acme/web', 'scope-image-delete'),
      repo('acme/api', 'scope-tag-read'),
      repo('other/app', 'scope-image-pull'),
      management('scope-new-thing'),
      { type: 'TYPE_NEW', path: 'x', scopes: ['y'] },
    ])
  })
})

describe('an edit', () => {
  const before = [
    management('scope-new-thing', 'scope-member-read'),
    repo('acme/api', 'scope-tag-read', 'scope-image-pull'),
    repo('acme/web', 'scope-image-push'),
  ]
  const access = accessFromResources(organization, before)
  const edited = (change: Partial<Access>) => editedResources(organization, before, { ...access, ...change })

  it('replaces the permission and keeps the other scopes of the repository', () => {
    const repositories = [
      { name: 'api', permission: 'push' as const },
      { name: 'web', permission: 'push' as const },
    ]
    expect(edited({ repositories })).toEqual([
      before[0],
      repo('acme/api', 'scope-image-push', 'scope-tag-read'),
      before[2],
    ])
  })

  it('removes a repository whole, and adds one at the end', () => {
    const repositories = [
      { name: 'web', permission: 'push' as const },
      { name: 'new', permission: 'pull' as const },
    ]
    expect(edited({ repositories })).toEqual([before[0], before[2], repo('acme/new', 'scope-image-pull')])
  })

  it('leaves nothing of what was taken away in a second entry', () => {
    const twice = [repo('acme/web', 'scope-image-pull'), repo('acme/web', 'scope-image-push')]
    const form = accessFromResources(organization, twice)
    expect(form.repositories).toEqual([{ name: 'web', permission: 'push' }])
    const pull = [{ name: 'web', permission: 'pull' as const }]
    expect(editedResources(organization, twice, { ...form, repositories: pull })).toEqual([
      repo('acme/web', 'scope-image-pull'),
    ])
    expect(editedResources(organization, twice, { ...form, repositories: [] })).toEqual([])
  })

  it('keeps scopes that the table does not know, whatever becomes of the others', () => {
    expect(edited({ organizationScopes: [] })[0]).toEqual(management('scope-new-thing'))
    expect(edited({ organizationScopes: ['scope-group-edit'] })[0]).toEqual(
      management('scope-new-thing', 'scope-group-edit'),
    )
  })
})

const anyScope = fc.constantFrom(
  'scope-image-pull',
  'scope-image-push',
  'scope-image-delete',
  'scope-tag-read',
  'scope-from-the-future',
  'repo-pull',
  ...organizationScopes.map(({ value }) => value),
)
const anyResource = fc.record({
  type: fc.constantFrom('TYPE_REPO', 'TYPE_ORG', 'TYPE_NEW'),
  path: fc.constantFrom('*/*/public', 'acme/*', 'acme/web', 'acme/api', 'other/app', 'acme', 'other'),
  scopes: fc.uniqueArray(anyScope, { minLength: 1, maxLength: 5 }),
})
const anyAccess = fc.record<Access>({
  readPublic: fc.boolean(),
  allRepositories: fc.constantFrom('none', 'pull', 'push'),
  repositories: fc
    .uniqueArray(fc.constantFrom('web', 'api', 'new'))
    .map((names) => names.map((name) => ({ name, permission: 'pull' as const }))),
  organizationScopes: fc.uniqueArray(fc.constantFrom(...organizationScopes.map(({ value }) => value))),
})

describe('any edit of any token', () => {
  it('that changes nothing sends what was there, byte for byte', () => {
    fc.assert(
      fc.property(fc.array(anyResource), (resources) => {
        const access = accessFromResources(organization, resources)
        expect(editedResources(organization, resources, access)).toEqual(resources)
      }),
    )
  })

  it('comes to what the form says', () => {
    fc.assert(
      fc.property(fc.array(anyResource), anyAccess, (resources, access) => {
        const after = accessFromResources(organization, editedResources(organization, resources, access))
        expect({
          ...after,
          repositories: byName(after),
          organizationScopes: [...after.organizationScopes].sort(),
        }).toEqual({
          ...access,
          repositories: byName(access),
          organizationScopes: [...access.organizationScopes].sort(),
        })
      }),
    )
  })

  it('of a token that the form made is what the form would make', () => {
    fc.assert(
      fc.property(anyAccess, (access) => {
        expect(editedResources(organization, [], access)).toEqual(accessToResources(organization, access))
      }),
    )
  })
})

const byName = ({ repositories }: Access) =>
  [...repositories].sort((one, other) => one.name.localeCompare(other.name))
