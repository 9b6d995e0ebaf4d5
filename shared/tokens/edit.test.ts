// An edit changes what was edited and nothing else.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Access, type Resource, accessToResources } from './access.ts'
import { accessFromResources, editedResources, leftAlone } from './edit.ts'
import { moreRepositoryScopes, organizationScopes, productScopes } from './scopes.ts'

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

  it('has the scopes beyond images, and reads old spellings', () => {
    expect(
      accessFromResources(organization, [
        repo('acme/*', 'scope-tag-read', 'scope-repository-read'),
        repo('acme/web', 'scope-webhook-edit', 'scope-image-delete', 'scope-image-pull'),
        repo('acme/api', 'repo-pull'),
        management('scope-cloud-connect', 'scope-activity-read'),
      ]),
    ).toEqual({
      readPublic: false,
      allRepositories: 'none',
      allRepositoriesMore: ['scope-tag-read', 'scope-repository-read'],
      repositories: [
        { name: 'web', permission: 'delete', more: ['scope-webhook-edit'] },
        { name: 'api', permission: 'pull' },
      ],
      organizationScopes: ['scope-cloud-connect', 'scope-activity-read'],
    })
  })

  it('leaves alone what it cannot say', () => {
    const strange = [
      repo('acme/web', 'scope-new-thing'),
      repo('acme/api', 'scope-image-pull', 'scope-new-thing', 'scope-member-read'),
      repo('*/*/public', 'scope-image-pull', 'scope-tag-read'),
      repo('other/app', 'scope-image-pull'),
      management('scope-member-read', 'scope-new-thing', 'scope-tag-read'),
      { type: 'TYPE_NEW', path: 'x', scopes: ['y'] },
    ]
    expect(leftAlone(organization, strange)).toEqual([
      repo('acme/web', 'scope-new-thing'),
      repo('acme/api', 'scope-new-thing', 'scope-member-read'),
      repo('*/*/public', 'scope-tag-read'),
      repo('other/app', 'scope-image-pull'),
      management('scope-new-thing', 'scope-tag-read'),
      { type: 'TYPE_NEW', path: 'x', scopes: ['y'] },
    ])
  })
})

describe('an edit', () => {
  const before = [
    management('scope-new-thing', 'scope-member-read'),
    repo('acme/api', 'scope-tag-read', 'scope-new-thing', 'repo-pull'),
    repo('acme/web', 'scope-image-push'),
  ]
  const access = accessFromResources(organization, before)
  const edited = (change: Partial<Access>) => editedResources(organization, before, { ...access, ...change })

  it('replaces the permission and keeps the other scopes of the repository', () => {
    const repositories = [
      { name: 'api', permission: 'push' as const, more: ['scope-tag-read'] },
      { name: 'web', permission: 'push' as const },
    ]
    expect(edited({ repositories })).toEqual([
      before[0],
      repo('acme/api', 'scope-image-push', 'scope-tag-read', 'scope-new-thing'),
      before[2],
    ])
  })

  it('changes the other scopes of a repository and keeps its permission in its spelling', () => {
    const repositories = [
      { name: 'api', permission: 'pull' as const, more: ['scope-webhook-read', 'scope-repository-edit'] },
      { name: 'web', permission: 'none' as const, more: ['scope-tag-read'] },
    ]
    expect(edited({ repositories, allRepositoriesMore: ['scope-tag-read'] })).toEqual([
      before[0],
      repo('acme/api', 'scope-new-thing', 'repo-pull', 'scope-webhook-read', 'scope-repository-edit'),
      repo('acme/web', 'scope-tag-read'),
      repo('acme/*', 'scope-tag-read'),
    ])
  })

  it('keeps what the table does not know, also of a repository that is given nothing any more', () => {
    const repositories = [{ name: 'api', permission: 'none' as const }]
    expect(edited({ repositories })).toEqual([before[0], repo('acme/api', 'scope-new-thing')])
  })

  it('removes a repository whole, and adds one at the end', () => {
    const repositories = [
      { name: 'web', permission: 'push' as const },
      { name: 'new', permission: 'pull' as const },
    ]
    expect(edited({ repositories })).toEqual([before[0], before[2], repo('acme/new', 'scope-image-pull')])
  })

  it('leaves nothing of what was taken away in a second entry', () => {
    const twice = [
      repo('acme/web', 'scope-image-pull', 'scope-tag-read'),
      repo('acme/web', 'scope-image-push', 'scope-tag-read'),
    ]
    const form = accessFromResources(organization, twice)
    expect(form.repositories).toEqual([{ name: 'web', permission: 'push', more: ['scope-tag-read'] }])
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

const moreValues = moreRepositoryScopes.map(({ value }) => value)
const managementValues = [...organizationScopes, ...productScopes].map(({ value }) => value)
const anyScope = fc.constantFrom(
  'scope-image-pull',
  'scope-image-push',
  'scope-image-delete',
  'scope-from-the-future',
  'repo-pull',
  'image-push',
  ...moreValues,
  ...managementValues,
)
const anyResource = fc.record({
  type: fc.constantFrom('TYPE_REPO', 'TYPE_ORG', 'TYPE_NEW'),
  path: fc.constantFrom('*/*/public', 'acme/*', 'acme/web', 'acme/api', 'other/app', 'acme', 'other'),
  scopes: fc.uniqueArray(anyScope, { minLength: 1, maxLength: 6 }),
})
const permission = fc.constantFrom('none' as const, 'pull' as const, 'push' as const, 'delete' as const)
const someMore = fc.uniqueArray(fc.constantFrom(...moreValues), { maxLength: 4 })
/** As the form has it: without `more` when there is none. */
const given = (more: string[]) => (more.length > 0 ? { more } : {})
const anyAccess: fc.Arbitrary<Access> = fc
  .record({
    readPublic: fc.boolean(),
    allRepositories: permission,
    all: someMore,
    named: fc.uniqueArray(
      fc.record({ name: fc.constantFrom('web', 'api', 'new'), permission, more: someMore }),
      {
        selector: ({ name }) => name,
      },
    ),
    organizationScopes: fc.uniqueArray(fc.constantFrom(...managementValues)),
  })
  .map(({ all, named, ...access }) => ({
    ...access,
    ...(all.length > 0 && { allRepositoriesMore: all }),
    repositories: named
      .filter((one) => one.permission !== 'none' || one.more.length > 0)
      .map(({ more, ...one }) => ({ ...one, ...given(more) })),
  }))

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
        expect(sorted(after)).toEqual(sorted(access))
      }),
    )
  })

  it('never drops what the form does not show, save with a repository that was removed', () => {
    fc.assert(
      fc.property(fc.array(anyResource), anyAccess, (resources, access) => {
        const edited = editedResources(organization, resources, access)
        const left = (of: readonly Resource[]) =>
          leftAlone(organization, of).flatMap(({ type, path, scopes }) =>
            scopes.map((value) => [type, path, value].join(' ')),
          )
        const removed = accessFromResources(organization, resources)
          .repositories.filter(({ name }) => !access.repositories.some((one) => one.name === name))
          .map(({ name }) => `TYPE_REPO acme/${name} `)
        const kept = left(edited)
        for (const one of left(resources))
          if (!removed.some((start) => one.startsWith(start))) expect(kept).toContain(one)
      }),
    )
  })

  it('touches no resource that it is not about', () => {
    fc.assert(
      fc.property(fc.array(anyResource), someMore, (resources, more) => {
        const access = accessFromResources(organization, resources)
        const repositories = access.repositories.filter(({ name }) => name !== 'web')
        const edited = editedResources(organization, resources, {
          ...access,
          repositories: [...repositories, { name: 'web', permission: 'push', ...given(more) }],
        })
        const others = (of: readonly Resource[]) => of.filter(({ path }) => path !== 'acme/web')
        expect(others(edited)).toEqual(others(resources))
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

const sorted = (access: Access) => ({
  ...access,
  allRepositoriesMore: access.allRepositoriesMore?.toSorted(),
  organizationScopes: access.organizationScopes.toSorted(),
  repositories: access.repositories
    .map((one) => ({ ...one, more: one.more?.toSorted() }))
    .toSorted((one, other) => one.name.localeCompare(other.name)),
})
