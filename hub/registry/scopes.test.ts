// The grammar of registry scopes.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HubError } from '../errors.ts'
import { formatScopes, parseScopes } from './scopes.ts'

describe('reading scopes', () => {
  test.each([
    ['repository:acme/app:pull', [{ type: 'repository', name: 'acme/app', actions: ['pull'] }]],
    ['repository:acme/app:pull,push', [{ type: 'repository', name: 'acme/app', actions: ['pull', 'push'] }]],
    ['repository(plugin):acme/app:pull', [{ type: 'repository', name: 'acme/app', actions: ['pull'] }]],
    ['repository:host:5000/acme/app:*', [{ type: 'repository', name: 'host:5000/acme/app', actions: ['*'] }]],
    ['registry:catalog:*', [{ type: 'registry', name: 'catalog', actions: ['*'] }]],
    ['', []],
    ['   ', []],
  ])('%j', (text, grants) => expect(parseScopes([text])).toEqual(grants))

  test('merges repeated parameters, lists in one parameter, and the same resource', () => {
    expect(
      parseScopes([
        'repository:a/x:pull',
        'repository:a/y:pull repository:a/x:push,pull',
        'repository:a/x:pull',
      ]),
    ).toEqual([
      { type: 'repository', name: 'a/x', actions: ['pull', 'push'] },
      { type: 'repository', name: 'a/y', actions: ['pull'] },
    ])
  })

  test.each([
    'repository',
    'repository:acme/app',
    ':acme/app:pull',
    'repository::pull',
    'repository:acme/app:',
    '(x):a:b',
    'a:b:pull,',
  ])('refuses %j', (text) => expect(() => parseScopes([text])).toThrow(HubError))

  test('refuses more than a hundred', () => {
    const many = (count: number) => [
      Array.from({ length: count }, (_, index) => `repository:a/${index}:pull`).join(' '),
    ]
    expect(parseScopes(many(100))).toHaveLength(100)
    expect(() => parseScopes(many(101))).toThrow(HubError)
  })

  test('any text is read or refused, and what was read is written back alike', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z:,()* /]{0,20}$/), { maxLength: 5 }), (texts) => {
        let grants
        try {
          grants = parseScopes(texts)
        } catch (error) {
          return error instanceof HubError
        }
        expect(parseScopes([formatScopes(grants)])).toEqual(grants)
        return true
      }),
      { numRuns: 500 },
    )
  })
})
