import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { testFolder } from '../../tests/support/folder.ts'
import { readSource } from './source.ts'

function reads(updates: unknown) {
  const folder = testFolder()
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'granary', updates }))
  return readSource(folder)
}

it('is read from the package', () => {
  expect(reads({ feed: 'https://updates.example', keys: 'one,two' })).toEqual({
    feed: 'https://updates.example',
    keys: ['one', 'two'],
  })
  expect(reads({ feed: 'http://127.0.0.1:8080', keys: 'one' })).not.toBeNull()
})

it.each([
  undefined,
  { feed: 'https://updates.example' },
  { feed: 'http://updates.example', keys: 'one' },
  { feed: 'http://127.0.0.1.example', keys: 'one' },
  { feed: 'file:///tmp', keys: 'one' },
])('is none: %j', (updates) => {
  expect(reads(updates)).toBeNull()
})

it('is none without a package', () => {
  expect(readSource('/nowhere')).toBeNull()
})
