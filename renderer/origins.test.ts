// An origin in an address is read back as it was, and nothing else is one.
import { expect, it } from 'vitest'
import { originFrom, originText } from './origins.ts'

it('is read back from an address as it was', () => {
  const origins = [
    { kind: 'token', id: 't-1' },
    { kind: 'template', id: 'a:b' },
    { kind: 'built-in', id: 'ci-push' },
  ] as const
  for (const origin of origins) expect(originFrom(originText(origin))).toEqual(origin)
})

it.each([undefined, null, '', 'token', 'token:', 'secret:1', ['token:1']])('is none in %j', (text) => {
  expect(originFrom(text)).toBeNull()
})
