// The administrator's policy file: taken exactly as written, or not at all.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, test } from 'vitest'
import type { Administration } from '../shared/administration.ts'
import { noPolicy } from '../shared/tokens/policy.ts'
import { allowsUpdates, heldPolicy, holdServer, policyFiles, readAdministration } from './administration.ts'

const folder = mkdtempSync(join(tmpdir(), 'granary-policy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, 'policy.json')

function read(content: string | Buffer): Administration {
  writeFileSync(file, content)
  return readAdministration([file])
}
const reason = (content: string | Buffer): string => {
  const now = read(content)
  return now.state === 'broken' ? now.reason : now.state
}

describe('where it is', () => {
  it('a folder of the system’s', () => {
    const env = { ProgramData: 'D:\\ProgramData' }
    expect(policyFiles({ platform: 'linux', env })).toEqual(['/etc/granary/policy.json'])
    expect(policyFiles({ platform: 'darwin', env })).toEqual([
      '/Library/Application Support/Granary/policy.json',
    ])
    expect(policyFiles({ platform: 'win32', env })).toEqual([
      'C:\\ProgramData\\Granary\\policy.json',
      'D:\\ProgramData\\Granary\\policy.json',
    ])
    expect(policyFiles({ platform: 'win32', env: { ProgramData: 'here' } })).toHaveLength(1)
  })

  it('the first that is there counts, even when it is broken', () => {
    const other = join(folder, 'other.json')
    writeFileSync(other, '{"version":1}')
    expect(readAdministration([join(folder, 'none', 'policy.json'), other]).state).toBe('holds')
    writeFileSync(file, '{')
    expect(readAdministration([file, other]).state).toBe('broken')
    expect(readAdministration([join(folder, 'none')])).toEqual({ state: 'none' })
  })
})

it('holds what it says', () => {
  const whole = {
    version: 1,
    tokens: { longestDays: 90, noPushToAll: true },
    servers: ['hub.docker.com', 'https://HUB.example.com/v2/'],
    updates: 'off',
    contact: 'platform@example.com',
  }
  const holds = {
    state: 'holds',
    file,
    policy: { longestDays: 90, noNeverExpiring: false, noPushToAll: true },
    servers: ['https://hub.docker.com', 'https://hub.example.com'],
    updates: false,
    contact: 'platform@example.com',
  }
  expect(read(JSON.stringify(whole))).toEqual(holds)
  // As Windows editors save it.
  expect(read(`\uFEFF${JSON.stringify(whole)}`)).toEqual(holds)
  expect(read('{"version":1}')).toMatchObject({
    policy: noPolicy,
    servers: null,
    updates: true,
    contact: null,
  })
})

test.each([
  ['', /not valid JSON/],
  ['{"version":1,}', /not valid JSON/],
  ['[]', /object/],
  ['{}', /^“version”/],
  ['{"version":2}', /^“version”/],
  ['{"version":1,"tokens":{"longestDay":30}}', /^“tokens”: .*longestDay/],
  ['{"version":1,"token":{"longestDays":30}}', /token/],
  ['{"version":1,"tokens":{"longestDays":0}}', /^“tokens.longestDays”/],
  ['{"version":1,"tokens":{"longestDays":"30"}}', /^“tokens.longestDays”/],
  ['{"version":1,"tokens":{"noPushToAll":"true"}}', /^“tokens.noPushToAll”/],
  ['{"version":1,"servers":[]}', /^“servers”/],
  ['{"version":1,"servers":["http://hub.example.com"]}', /^“servers”: http to another computer/],
  ['{"version":1,"servers":["https://a@hub.example.com"]}', /^“servers”: a user name/],
  [Buffer.from('{"version":1}', 'utf16le'), /not valid JSON|not UTF-8/],
  [Buffer.from([0x7b, 0xff, 0x7d]), /not UTF-8/],
  ['x'.repeat(70_000), /too large/],
])('does not guess what is meant by %j', (content, words) => {
  expect(reason(content)).toMatch(words)
})

it('is broken too when something else lies there', () => {
  const place = join(folder, 'taken', 'policy.json')
  mkdirSync(place, { recursive: true })
  expect(readAdministration([place])).toEqual({ state: 'broken', file: place, reason: 'it is not a file' })
})

describe('holding to it', () => {
  const broken = read('{')

  it('an owner’s rule can only make it stricter', () => {
    const now = read('{"version":1,"tokens":{"longestDays":60,"noNeverExpiring":true}}')
    const held = heldPolicy(now, { longestDays: 365, noNeverExpiring: false, noPushToAll: true })
    expect(held).toMatchObject({ longestDays: 60, noNeverExpiring: true, noPushToAll: true })
    expect(heldPolicy({ state: 'none' }, noPolicy)).toEqual(noPolicy)
  })

  it('makes nothing while nobody knows what is allowed', () => {
    expect(() => heldPolicy(broken, noPolicy)).toThrow('administrator.unreadable')
  })

  it('reaches the servers that are named, and this computer', () => {
    const now = read('{"version":1,"servers":["https://hub.example.com"]}')
    for (const url of ['https://hub.example.com', 'http://127.0.0.1:4711', 'http://localhost:80'])
      expect(() => holdServer(now, url), url).not.toThrow()
    for (const url of [
      'https://hub.docker.com',
      'https://hub.example.com.evil.example',
      'https://hub.example.com:444',
    ])
      expect(() => holdServer(now, url), url).toThrow('administrator.server')
    // What was connected before is read on.
    expect(() => holdServer(broken, 'https://hub.docker.com')).not.toThrow()
  })
})

it('lets Granary replace itself unless it says otherwise, or nobody knows', () => {
  expect(allowsUpdates({ state: 'none' })).toBe(true)
  expect(allowsUpdates(read('{"version":1}'))).toBe(true)
  expect(allowsUpdates(read('{"version":1,"updates":"off"}'))).toBe(false)
  expect(allowsUpdates(read('{'))).toBe(false)
  expect(read('{"version":1,"updates":false}').state).toBe('broken')
})
