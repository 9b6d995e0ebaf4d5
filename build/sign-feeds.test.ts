import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFeed } from '../electron/updates/signature.ts'
import { testFolder } from '../tests/support/folder.ts'
import { newKeys, signFeeds } from './sign-feeds.ts'

const ours = newKeys()

function folderWith(...names: string[]): string {
  const folder = testFolder()
  for (const name of names) writeFileSync(join(folder, name), 'version: 0.2.0\n')
  return folder
}

test('every feed, and nothing else, is signed for its own name', () => {
  const folder = folderWith('latest.yml', 'latest-linux.yml', 'builder-debug.yml')
  expect(signFeeds(folder, ours.secret, `${newKeys().key},${ours.key}`).sort()).toEqual([
    'latest-linux.yml',
    'latest.yml',
  ])
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  expect(openFeed('latest-linux.yml', read('latest-linux.yml'), [ours.key])).toBe('version: 0.2.0\n')
  expect(read('builder-debug.yml')).toBe('version: 0.2.0\n')
})

test('a key that the packages do not know signs nothing', () => {
  const folder = folderWith('latest.yml')
  expect(() => signFeeds(folder, ours.secret, newKeys().key)).toThrow('do not know this key')
  expect(readFileSync(join(folder, 'latest.yml'), 'utf8')).toBe('version: 0.2.0\n')
})

test('no feed, or one that is signed already, is an error', () => {
  expect(() => signFeeds(folderWith(), ours.secret, ours.key)).toThrow('there is no feed')
  const folder = folderWith('latest.yml')
  signFeeds(folder, ours.secret, ours.key)
  expect(() => signFeeds(folder, ours.secret, ours.key)).toThrow('signed already')
})
