// granary:// links: the forms that open a page, and everything else, which opens nothing.
import { expect, it } from 'vitest'
import { linkFrom } from './link-form.ts'
import { linkAmong } from './links.ts'

it.each([
  ['granary://organization/acme', { kind: 'organization', organization: 'acme' }],
  ['GRANARY://organization/acme/', { kind: 'organization', organization: 'acme' }],
  ['granary://organization/acme/token/a7f2-1', { kind: 'token', organization: 'acme', tokenId: 'a7f2-1' }],
  ['granary://generate?organization=acme', { kind: 'generate', organization: 'acme', template: null }],
  [
    'granary://generate/?organization=acme&template=ci-push',
    { kind: 'generate', organization: 'acme', template: 'ci-push' },
  ],
])('%s opens a page', (text, link) => {
  expect(linkFrom(text)).toEqual(link)
})

it.each([
  '',
  'granary://',
  'granary:organization/acme',
  'https://organization/acme',
  'granary://organization',
  'granary://organization/ACME',
  'granary://organization/acme/token',
  'granary://organization/acme/token/a/edit',
  'granary://organization/acme/delete/a',
  'granary://organization/acme?confirm=yes',
  'granary://organization/..%2f..',
  'granary://organization/-rf',
  'granary://organization/acme/token/--help',
  'granary://generate',
  'granary://generate?organization=acme&template=unheard-of',
  'granary://generate?organization=acme&organization=other',
  'granary://generate?organization=acme&label=x',
  'granary://generate?organization=acme&secret=x',
  'granary://generate/now?organization=acme',
  'granary://generate?organization=acme?x',
  'granary://user:password@organization/acme',
  'granary://organization/acme token',
  'granary://organization/acme\n',
  `granary://organization/${'a'.repeat(600)}`,
])('%j opens nothing', (text) => {
  expect(linkFrom(text)).toBeNull()
})

it('is found among the arguments of a start', () => {
  expect(linkAmong(['granary', '--flag', 'granary://organization/acme'])).toBe('granary://organization/acme')
  expect(linkAmong(['granary://program', '--flag'])).toBeUndefined()
})
