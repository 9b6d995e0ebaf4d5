// What an edit adds and removes, said once and in words.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Resource } from './access.ts'
import { accessChanges, changesSince } from './changes.ts'

const repo = (path: string, ...scopes: string[]): Resource => ({ type: 'TYPE_REPO', path, scopes })
const management = (...scopes: string[]): Resource => ({ type: 'TYPE_ORG', path: 'acme', scopes })

it('names what is new and what is gone', () => {
  expect(
    accessChanges(
      [repo('acme/web', 'scope-image-pull'), repo('acme/api', 'scope-image-push')],
      [
        repo('acme/web', 'scope-image-pull'),
        repo('acme/new', 'scope-image-push'),
        repo('*/*/public', 'scope-image-pull'),
      ],
    ),
  ).toEqual({
    adds: ['push to and pull from acme/new', 'pull from any public repository'],
    removes: ['push to and pull from acme/api'],
  })
})

it('says only the difference of two permissions', () => {
  const [pull, push] = [[repo('acme/*', 'scope-image-pull')], [repo('acme/*', 'scope-image-push')]]
  expect(accessChanges(pull, push)).toEqual({ adds: ['push to every repository of acme'], removes: [] })
  expect(accessChanges(push, pull)).toEqual({ adds: [], removes: ['push to every repository of acme'] })
})

it('says the scopes beyond images, and several steps at once', () => {
  const pull = [repo('acme/web', 'scope-image-pull', 'scope-repository-read')]
  const wide = [repo('acme/web', 'scope-image-delete', 'scope-repository-admin', 'scope-tag-admin')]
  expect(accessChanges(pull, wide)).toEqual({
    adds: [
      'delete images from and push to acme/web',
      'delete and change the details and privacy of acme/web',
      'list and delete the tags of acme/web',
    ],
    removes: [],
  })
  expect(accessChanges([repo('acme/web', 'repo-pull')], [repo('acme/web', 'scope-image-pull')]).adds).toEqual(
    [],
  )
})

it('does not say what a scope includes', () => {
  const [edit, read] = [[management('scope-member-edit')], [management('scope-member-read')]]
  expect(accessChanges([], edit).adds).toEqual(['list, change and remove members'])
  expect(accessChanges(read, edit)).toEqual({ adds: ['change and remove members'], removes: [] })
  expect(accessChanges(edit, read)).toEqual({ adds: [], removes: ['change and remove members'] })
})

it('names scopes that the table does not know as they are', () => {
  expect(
    accessChanges(
      [repo('acme/web', 'scope-image-pull')],
      [repo('acme/web', 'scope-image-pull', 'scope-y'), management('scope-x')],
    ),
  ).toEqual({ adds: ['use scope-y on acme/web', 'use scope-x'], removes: [] })
})

const resources = fc.array(
  fc.record({
    type: fc.constantFrom('TYPE_REPO', 'TYPE_ORG'),
    path: fc.constantFrom('acme', 'acme/web', 'acme/*'),
    scopes: fc.uniqueArray(
      fc.constantFrom(
        'scope-image-pull',
        'scope-image-push',
        'scope-image-delete',
        'repo-push',
        'scope-repository-edit',
        'scope-repository-read',
        'scope-member-edit',
        'scope-member-read',
        'scope-x',
      ),
      { minLength: 1 },
    ),
  }),
)

it('adds there are removes the other way round, and none between two that are the same', () => {
  fc.assert(
    fc.property(resources, resources, (one, other) => {
      expect(accessChanges(one, other).adds).toEqual(accessChanges(other, one).removes)
      expect(accessChanges(one, [...one].reverse())).toEqual({ adds: [], removes: [] })
    }),
  )
})

describe('what became of a token', () => {
  const before = { label: 'CI', description: '', resources: [repo('acme/web', 'scope-image-push')] }

  it('is said sentence by sentence, and nothing is said of what is the same', () => {
    const now = {
      label: 'CD',
      description: 'x',
      resources: [repo('acme/web', 'scope-image-pull'), repo('acme/api', 'scope-image-pull')],
    }
    expect(changesSince(before, now)).toEqual([
      'It was renamed: it was “CI”.',
      'Its description was changed.',
      'It can now pull from acme/api.',
      'It can no longer push to acme/web.',
    ])
    expect(changesSince(before, before)).toEqual([])
  })

  it('may be no more than another order', () => {
    const scopes = ['scope-image-pull', 'scope-image-push']
    const now = { ...before, resources: [repo('acme/web', ...scopes)] }
    expect(changesSince(before, now)).toEqual(['It can do the same, listed in another way.'])
  })
})
