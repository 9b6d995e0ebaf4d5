// What a registry is asked, and each reason why its answer is what it is.
import { describe, expect, it } from 'vitest'
import { publicRepositoriesPath } from './access.ts'
import { type ImageAction, allowedIn, answeredRow, rowsToAsk, samples } from './registry-rows.ts'

const repository = (path: string, ...scopes: string[]) => ({ type: 'TYPE_REPO', path, scopes })
const pull = 'scope-image-pull'
const push = 'scope-image-push'
const anybodys = repository(publicRepositoriesPath, pull)
const known = Array.from({ length: samples + 3 }, (_, at) => ({
  repository: `acme/r${at}`,
  isPublic: at === samples + 1,
}))
const names = (rows: { repository: string }[]) => rows.map((row) => row.repository)

describe('what is asked', () => {
  it('is pull and push of each repository named, delete where the access has it', () => {
    const resources = [repository('acme/a', pull), repository('acme/b', 'scope-image-delete')]
    expect(rowsToAsk(resources, known, [])).toEqual([
      { repository: 'acme/a', asked: ['pull', 'push'], expected: ['pull'] },
      {
        repository: 'acme/b',
        asked: ['pull', 'push', 'delete'],
        expected: ['pull', 'push', 'delete'],
      },
    ])
  })

  it('is a few repositories for a star, a public one for any public one, and what the owner names', () => {
    expect(names(rowsToAsk([repository('acme/*', push)], known, []))).toEqual(names(known.slice(0, samples)))
    expect(names(rowsToAsk([anybodys], known, ['acme/r0']))).toEqual([`acme/r${samples + 1}`, 'acme/r0'])
    expect(rowsToAsk([anybodys], known.slice(0, 2), [])).toEqual([])
  })

  it('is nothing of what is no image scope, and nothing twice', () => {
    const resources = [
      { type: 'TYPE_ORG', path: 'acme', scopes: ['scope-member-read'] },
      repository('acme/a', 'scope-tag-read'),
      repository('acme/b', pull),
    ]
    expect(names(rowsToAsk(resources, [], ['acme/b']))).toEqual(['acme/b'])
  })
})

it('sums up what several resources allow in one repository', () => {
  const resources = [repository('acme/*', pull), repository('acme/a', push), anybodys]
  expect(allowedIn(resources, { repository: 'acme/a', isPublic: false })).toEqual(['pull', 'push'])
  expect(allowedIn(resources, { repository: 'acme/b', isPublic: false })).toEqual(['pull'])
  expect(allowedIn(resources, { repository: 'other/x', isPublic: true })).toEqual(['pull'])
  expect(allowedIn(resources, { repository: 'other/x', isPublic: false })).toEqual([])
})

it.each<[string, ImageAction[], string[] | null]>([
  ['granted', ['pull', 'push'], ['pull', 'push']],
  ['missingScope', ['pull'], ['pull']],
  ['outsideAccess', [], []],
  ['outsideAccess', [], ['pull']],
  ['less', ['pull', 'push'], ['pull']],
  ['more', ['pull'], ['push', 'pull']],
  ['hidden', ['pull', 'push'], []],
  ['untold', ['pull'], null],
])('says %s when %j was expected and %j granted', (reason, expected, granted) => {
  const row = answeredRow({ repository: 'acme/a', asked: ['pull', 'push'], expected }, granted)
  expect(row.reason).toBe(reason)
  // Never more than was asked is shown.
  expect(row.asked).toEqual(['pull', 'push'])
})
