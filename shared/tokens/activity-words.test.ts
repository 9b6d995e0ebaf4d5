// What happened, in words: tokens with what changed since the event before, everything else as the server says it.
import { describe, expect, it } from 'vitest'
import { type Happened, eventWords, imageOf, useWord } from './activity-words.ts'

const pull = { type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-pull'] }
const push = { type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-push'] }
const token = (act: string, then: Partial<NonNullable<Happened['token']>> = {}, name = 'CI'): Happened => ({
  ...{ action: `org.access_token.${act}`, name, description: `did something to ${name}`, facts: [] },
  token: { id: 'a', isActive: true, expiresAt: null, resources: [pull], ...then },
})

describe('a token', () => {
  it.each<[string, Happened, Happened | null, string, string[]]>([
    ['created', token('create'), null, 'created', ['can pull from acme/web']],
    [
      'created with an end',
      token('create', { expiresAt: '2027-03-10T23:59:59Z' }),
      null,
      'created',
      ['can pull from acme/web', 'ends Wednesday, 10 March 2027'],
    ],
    ['deleted', token('delete'), token('create'), 'deleted', ['can pull from acme/web']],
    ['changed, nothing known before', token('update'), null, 'changed', ['can pull from acme/web']],
    ['renamed', token('update', {}, 'CI deploy'), token('create'), 'changed', ['renamed from “CI”']],
    [
      'widened',
      token('update', { resources: [push] }),
      token('create'),
      'changed',
      ['can now push to acme/web'],
    ],
    [
      'narrowed',
      token('update', { resources: [pull] }),
      token('update', { resources: [push] }),
      'changed',
      ['can no longer push to acme/web'],
    ],
    ['deactivated', token('update', { isActive: false }), token('create'), 'deactivated', []],
    [
      'deactivated, nothing known',
      token('update', { isActive: false, resources: null }),
      null,
      'deactivated',
      [],
    ],
    [
      'changed while inactive',
      token('update', { isActive: false }, 'CI 2'),
      token('update', { isActive: false }),
      'changed',
      ['renamed from “CI”'],
    ],
    ['activated again', token('update'), token('update', { isActive: false }), 'activated', []],
  ])('%s', (_, event, before, did, details) => {
    expect(eventWords(event, before)).toEqual({ did, about: event.name, details })
  })
})

describe('anything else', () => {
  const event: Happened = {
    ...{ action: 'repo.tag.push', name: 'acme/web', token: null },
    description: 'pushed a tag to the repository acme/web',
    facts: [{ name: 'tag_name', value: 'v1' }],
  }
  it('is in the server’s words, with the name apart', () => {
    expect(eventWords(event, null)).toEqual({
      did: 'pushed a tag to the repository',
      about: 'acme/web',
      details: ['tag name: v1'],
    })
    expect(eventWords({ ...event, description: 'Tag pushed' }, null).did).toBe('Tag pushed')
    expect(eventWords({ ...event, description: '' }, null)).toMatchObject({
      did: 'repo.tag.push',
      about: 'acme/web',
    })
  })
})

it('an image is named by tag, else by the beginning of its digest', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  expect(imageOf({ repository: 'acme/web', tag: 'v1', digest })).toBe('acme/web:v1')
  expect(imageOf({ repository: 'acme/web', tag: null, digest })).toBe('acme/web@sha256:aaaaaaaaaaaa…')
  expect(imageOf({ repository: 'acme/web', tag: null, digest: null })).toBe('acme/web')
  expect([useWord('pull'), useWord('mount')]).toEqual(['Pull', 'mount'])
})
