// The order of acts, with a journal on a real disk and a keychain, server and inventory that note when they are asked.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failed, type FailureCode } from '../../shared/errors.ts'
import type { HubAccessTokenItem, HubCreatedAccessToken } from '../../shared/hub/access-tokens.ts'
import { type Journal, openJournal } from '../journal.ts'
import { type CreateInput, type CreateParts, createToken } from './create.ts'
import { createSecretMemory } from './memory.ts'
import { findOrphans } from './orphans.ts'

const ref = { accountId: 'demo', organization: 'acme' }
const input: CreateInput = {
  ...ref,
  label: 'CI',
  description: '',
  expiry: { kind: 'date', date: '2030-01-31' },
  resources: [{ type: 'TYPE_REPO', path: '*/*/public', scopes: ['scope-image-pull'] }],
  keep: 'keychain',
}
const secret = ['dckr', 'oat', 'only-for-this-test'].join('_')
const item = (id: string, label: string): HubAccessTokenItem => ({
  id,
  label,
  is_active: true,
  created_at: 'now',
})
const created: HubCreatedAccessToken = {
  ...item('new', 'CI'),
  resources: [],
  token: secret,
  expires_at: null,
}

let folder: string
let journal: Journal
let acts: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-create-'))
  journal = (await openJournal(join(folder, 'journal.json'))).journal
  acts = []
})
afterEach(() => rm(folder, { recursive: true }))

function partsWith(
  change: Partial<CreateParts> = {},
): CreateParts & { memory: ReturnType<typeof createSecretMemory> } {
  const memory = createSecretMemory()
  return {
    keychain: {
      check: async () => (acts.push('check'), 'working' as const),
      set: async (name, value) => void acts.push(`keep ${name} ${value === secret ? 'secret' : 'else'}`),
    },
    journal: {
      ...journal,
      list: () => journal.list(),
      open: async (intent) => (await journal.open(intent), void acts.push('intent')),
      close: async (id) => (await journal.close(id), void acts.push('closed')),
    },
    list: async () => [item('old', 'CI')],
    create: async () => (acts.push('ask'), created),
    add: async (_ref, token) => void acts.push(`inventory ${token.id} ${token.secretKept}`),
    noteKept: async ({ tokenId }, label) => void acts.push(`noted ${tokenId} ${label}`),
    secretName: ({ tokenId }) => `token/${tokenId}`,
    username: () => 'ada',
    now: () => Date.parse('2029-01-01T00:00:00Z'),
    ...change,
    memory,
  }
}

const failing = (code: FailureCode) => async (): Promise<never> => {
  throw new Failed(code)
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no failure',
    (error: unknown) => (error instanceof Failed ? error.failure.code : String(error)),
  )

describe('creating a token', () => {
  it('checks, writes the intent, asks once, keeps, copies, closes: in this order', async () => {
    const parts = partsWith()
    const { token, kept } = await createToken(parts, input)
    expect(acts).toEqual([
      'check',
      'intent',
      'ask',
      'keep token/new secret',
      'noted new CI',
      'inventory new true',
      'closed',
    ])
    expect({ id: token.id, createdBy: token.createdBy, kept }).toEqual({
      id: 'new',
      createdBy: 'ada',
      kept: true,
    })
    expect(journal.list()).toEqual([])
    expect(parts.memory.labels()).toEqual([])
  })

  it.each(['absent', 'locked', 'hanging', 'failed'] as const)(
    'asks no server while the keychain is %s',
    async (state) => {
      const parts = partsWith({ keychain: { check: async () => state, set: async () => undefined } })
      expect(await codeOf(createToken(parts, input))).toBe(`keychain.${state}`)
      expect(acts).toEqual([])
      expect(journal.list()).toEqual([])
    },
  )

  it('asks no server when the intent cannot be written', async () => {
    const parts = partsWith()
    parts.journal.open = failing('disk.full')
    expect(await codeOf(createToken(parts, input))).toBe('disk.full')
    expect(acts).toEqual(['check'])
  })

  it('closes the intent when the server refused, keeps it open when its answer was lost', async () => {
    expect(await codeOf(createToken(partsWith({ create: failing('slots.full') }), input))).toBe('slots.full')
    expect(journal.list()).toEqual([])
    expect(await codeOf(createToken(partsWith({ create: failing('token.unknownOutcome') }), input))).toBe(
      'token.unknownOutcome',
    )
    expect(journal.list()).toMatchObject([{ label: 'CI', knownIds: ['old'], stage: 'asking' }])
  })

  it('holds the secret in memory, and the creation open, when the keychain fails at the last moment', async () => {
    const parts = partsWith({ keychain: { check: async () => 'working', set: failing('keychain.locked') } })
    expect(await createToken(parts, input)).toMatchObject({ kept: false, token: { secretKept: false } })
    expect(parts.memory.read({ ...ref, tokenId: 'new' })).toBe(secret)
    expect(journal.list()).toMatchObject([{ stage: 'created', tokenId: 'new' }])
  })

  it('does not touch the keychain when the owner chose to keep it in memory only', async () => {
    const parts = partsWith()
    expect(await createToken(parts, { ...input, keep: 'memory' })).toMatchObject({ kept: false })
    expect(acts).toEqual(['intent', 'ask', 'inventory new false'])
  })

  it('is not made twice by two clicks, nor taken for unfinished while it is being made', async () => {
    let answerNow: (answer: HubCreatedAccessToken) => void = () => undefined
    let isAsked: () => void = () => undefined
    const asked = new Promise<void>((resolve) => (isAsked = resolve))
    const answer = new Promise<HubCreatedAccessToken>((resolve) => (answerNow = resolve))
    const parts = partsWith({ create: () => (isAsked(), answer) })
    const { memory } = parts
    const first = createToken(parts, input)
    const second = codeOf(createToken(parts, input))
    await asked
    expect(await second).toBe('token.beingMade')
    expect(memory.labels()).toEqual(['CI'])
    expect(memory.holdsFor('demo')).toBe(true)
    expect(journal.list().map(({ id }) => memory.holdsIntent(id))).toEqual([true])
    answerNow(created)
    await first
    expect(memory.holdsFor('demo')).toBe(false)
  })

  it('never writes the secret to the journal', async () => {
    const written: string[] = []
    const parts = partsWith({
      keychain: { check: async () => 'working', set: failing('keychain.locked') },
      add: async () => void written.push(await readFile(join(folder, 'journal.json'), 'utf8')),
    })
    await createToken(parts, input)
    written.push(await readFile(join(folder, 'journal.json'), 'utf8'))
    expect(written.join()).toContain('"CI"')
    expect(written.join()).not.toContain(secret)
  })
})

describe('a creation that did not finish', () => {
  const orphansAfter = (
    ids: [string, string][],
    syncedAt: string,
    found: string[] | null = [],
    createdBy = 'ada',
  ) =>
    findOrphans(
      {
        journal,
        memory: createSecretMemory(),
        keychain: {
          get: async (name) => {
            if (found === null) return { state: 'unknown', reason: 'locked' }
            return found.includes(name) ? { state: 'found', value: secret } : { state: 'missing' }
          },
        },
        inventory: async () => ({
          tokens: ids.map(([id, label]) => ({
            ...{
              id,
              label,
              description: '',
              createdBy,
              createdAt: 'now',
              expiresAt: null,
              lastUsedAt: null,
              previouslyUsedAt: null,
              goneAt: null,
            },
            ...{ isActive: true, resources: null, secretKept: false },
          })),
          ...{ unreadable: 0, slots: null, syncedAt, offline: false, notSaved: null },
        }),
        markKept: async ({ tokenId }) => void acts.push(`kept ${tokenId}`),
        secretName: ({ tokenId }) => `token/${tokenId}`,
        username: () => 'ada',
      },
      ref,
    )
  const soon = '2029-01-01T00:00:30Z'
  const later = '2029-01-01T01:00:00Z'

  beforeEach(async () => {
    await codeOf(createToken(partsWith({ create: failing('token.unknownOutcome') }), input))
    acts = []
  })

  it('is listed with the new token of that label, and only that one', async () => {
    const orphans = await orphansAfter(
      [
        ['old', 'CI'],
        ['new', 'CI'],
        ['other', 'Deploy'],
      ],
      soon,
    )
    expect(orphans).toMatchObject([{ label: 'CI', candidates: [{ tokenId: 'new' }] }])
  })

  it('is finished when the keychain has the secret after all', async () => {
    expect(await orphansAfter([['new', 'CI']], soon, ['token/new'])).toEqual([])
    expect(acts).toEqual(['kept new'])
    expect(journal.list()).toEqual([])
  })

  it('stays listed while the server may still be at it, and is closed once a later list shows nothing', async () => {
    expect(await orphansAfter([['old', 'CI']], soon)).toMatchObject([{ candidates: [] }])
    expect(await orphansAfter([['old', 'CI']], later)).toEqual([])
    expect(journal.list()).toEqual([])
  })

  it('says so when the keychain does not tell, and lets nobody take that for lost', async () => {
    expect(await orphansAfter([['new', 'CI']], later, null)).toMatchObject([{ state: 'unknown' }])
    expect(await orphansAfter([['new', 'CI']], later)).toMatchObject([{ state: 'lost' }])
  })

  it('tells a secret that was shown from one that nobody ever had', async () => {
    const [intent] = journal.list()
    await journal.advance(intent?.id ?? '', { stage: 'created', tokenId: 'new' })
    expect(await orphansAfter([['new', 'CI']], later)).toMatchObject([{ state: 'shown' }])
  })

  it('takes no token of another owner for its own', async () => {
    expect(await orphansAfter([['new', 'CI']], soon, [], 'grace')).toMatchObject([{ candidates: [] }])
  })

  it('stays listed however late when a candidate is there', async () => {
    expect(await orphansAfter([['new', 'CI']], later)).toHaveLength(1)
  })
})
