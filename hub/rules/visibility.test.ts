// What a token may do, also with resources that the rules would not let in today.
import { expect, test } from 'vitest'
import type { AccessToken } from '../data/access-tokens.ts'
import type { Repository } from '../data/repositories.ts'
import { repositoryResource } from '../test-hub.ts'
import { tokenActions } from './visibility.ts'

const token = (...resources: AccessToken['resources']) => ({ resources }) as AccessToken
const repository = (namespace: string, is_private: 0 | 1) =>
  ({ namespace, name: 'app', is_private }) as Repository

test('public repositories can only ever be pulled', () => {
  const everything = token(repositoryResource('*/*/public', 'scope-image-delete'))
  expect(tokenActions(repository('other', 0), 'acme', everything)).toEqual(['pull'])
  expect(tokenActions(repository('acme', 0), 'acme', everything)).toEqual(['pull'])
  expect(tokenActions(repository('acme', 1), 'acme', everything)).toEqual([])
})

test('a path reaches into no other namespace', () => {
  const elsewhere = token(
    repositoryResource('other/*', 'scope-image-push'),
    repositoryResource('other/app', 'scope-image-push'),
  )
  expect(tokenActions(repository('other', 1), 'acme', elsewhere)).toEqual([])
  expect(tokenActions(repository('acme', 1), 'acme', elsewhere)).toEqual([])
})
