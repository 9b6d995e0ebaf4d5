// Rotating a token against the Local Hub: the access verbatim, other owners' acts, lost answers, and a second computer.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  changeAccessToken,
  createAccessToken,
  deleteAccessToken,
  getAccessToken,
  listAccessTokens,
} from '../../electron/dockerhub/tokens.ts'
import { type Journal, openJournal } from '../../electron/journal.ts'
import type { ChangeParts } from '../../electron/tokens/change.ts'
import type { CreateParts } from '../../electron/tokens/create.ts'
import { createSecretMemory } from '../../electron/tokens/memory.ts'
import { findOrphans } from '../../electron/tokens/orphans.ts'
import { rotateToken } from '../../electron/tokens/rotate.ts'
import { type TestHub, createTestHub, organizationResource, repositoryResource } from '../../hub/test-hub.ts'
import type { TokenRef } from '../../shared/contract/references.ts'
import type { Token } from '../../shared/contract/tokens.ts'
import { Failed } from '../../shared/errors.ts'
import type { HubAccessToken, HubAccessTokenItem } from '../../shared/hub/access-tokens.ts'
import { successorLabel } from '../../shared/tokens/lineage.ts'
import { rotationsWith } from '../../shared/tokens/rotation.ts'
import { type MemoryKeychain, memoryKeychain } from '../support/memory-keychain.ts'
import { type OwnerClient, ownerClient } from '../support/owner-client.ts'

const organization = 'harborline'
/** Scopes that nobody here knows, doubled ones, and an order of their own. */
const strange = [
  organizationResource(organization, 'scope-member-read', 'scope-activity-read'),
  repositoryResource(`${organization}/edge-gateway`, 'scope-image-push', 'scope-image-pull'),
  repositoryResource('*/*/public', 'scope-image-pull'),
  repositoryResource(`${organization}/base-node`, 'repo-pull'),
]

let test: TestHub
let owner: OwnerClient
let keychain: MemoryKeychain
let journal: Journal
let folder: string
let ref: TokenRef
let noted: string[]

beforeEach(async () => {
  test = await createTestHub()
  owner = await ownerClient(test)
  keychain = memoryKeychain()
  folder = await mkdtemp(join(tmpdir(), 'granary-rotate-'))
  journal = (await openJournal(join(folder, 'journal.json'))).journal
  noted = []
  const { id } = await createAccessToken(owner.client, organization, {
    label: 'CI deploy',
    description: 'Builds, and nothing else',
    resources: strange,
    expires_at: '2027-12-31T23:59:59Z',
  })
  ref = { accountId: owner.accountId, organization, tokenId: id }
  test.pass(60_000)
  owner.asked.length = 0
})
afterEach(async () => {
  expect(test.logged).toEqual([])
  test.close()
  await rm(folder, { recursive: true })
})

const toToken = (token: HubAccessTokenItem | HubAccessToken): Token => ({
  id: token.id,
  label: token.label,
  description: token.description ?? '',
  createdBy: token.created_by ?? '',
  createdAt: token.created_at,
  expiresAt: token.expires_at ?? null,
  lastUsedAt: token.last_used_at ?? null,
  previouslyUsedAt: null,
  goneAt: null,
  isActive: token.is_active,
  resources: 'resources' in token ? (token.resources as HubAccessToken['resources']) : null,
  secretKept: false,
})

const secretName = ({ tokenId }: TokenRef) => `token/${tokenId}`

function partsOf(who: OwnerClient): { create: CreateParts; change: ChangeParts } {
  return {
    create: {
      keychain,
      journal,
      memory: createSecretMemory(),
      list: async () => (await listAccessTokens(who.client, organization)).tokens,
      create: (_, body) => createAccessToken(who.client, organization, body),
      add: async () => undefined,
      noteKept: async () => undefined,
      secretName,
      username: () => 'robinhale',
      now: test.now,
    },
    change: {
      get: ({ tokenId }) => getAccessToken(who.client, organization, tokenId),
      patch: ({ tokenId }, body) => changeAccessToken(who.client, organization, tokenId, body),
      note: async (_, token) => (noted.push(`read ${token.label}`), toToken(token)),
      noteGone: async ({ tokenId }) => void noted.push(`gone ${tokenId}`),
    },
  }
}

const onServer = async (tokenId = ref.tokenId) =>
  toToken(await getAccessToken(owner.client, organization, tokenId))
const all = async (who = owner) => (await listAccessTokens(who.client, organization)).tokens.map(toToken)

/** As the page asks for it, with the token as it was shown. */
function inputFrom(shown: Token, label = successorLabel(shown.label, [])) {
  const { label: oldLabel, description, resources } = shown
  const fields = { label: oldLabel, description, resources: resources ?? [] }
  return { ...ref, shown: fields, label, expiry: { kind: 'days', days: 90 }, keep: 'keychain' } as const
}
const rotate = async (shown: Token, who = owner) => rotateToken(partsOf(who), inputFrom(shown))
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof Failed ? error.failure.code : error),
  )
const posts = () => owner.asked.filter((one) => one.startsWith('POST'))

describe('a successor', () => {
  it('has the access in the same order and spelling, the description, and its secret is kept', async () => {
    const { token, kept } = await rotate(await onServer())
    expect(kept).toBe(true)
    const successor = await getAccessToken(owner.client, organization, token.id)
    expect(JSON.stringify(successor.resources)).toBe(JSON.stringify(strange))
    expect(successor).toMatchObject({
      label: 'CI deploy (2)',
      description: 'Builds, and nothing else',
      expires_at: '2027-06-08T23:59:59Z',
      is_active: true,
    })
    expect(keychain.entries.has(secretName({ ...ref, tokenId: token.id }))).toBe(true)
    expect(journal.list()).toEqual([])
    // The old one is as it was.
    expect(await onServer()).toMatchObject({ label: 'CI deploy', isActive: true })
  })

  it('is asked for once, after everything else', async () => {
    await rotate(await onServer())
    const methods = owner.asked.map((one) => one.split(' ')[0])
    expect(methods.filter((method) => method === 'POST')).toHaveLength(1)
    expect(methods.at(-1)).toBe('POST')
  })
})

describe('nothing is made', () => {
  it.each([
    ['another owner changed its access', { resources: strange.slice(1) }],
    ['another owner renamed it', { label: 'Theirs' }],
    ['another owner described it anew', { description: 'Theirs' }],
  ])('when %s', async (_, theirs) => {
    const shown = await onServer()
    await changeAccessToken(owner.client, organization, ref.tokenId, theirs)
    expect(await codeOf(rotate(shown))).toBe('token.changedMeanwhile')
    expect(noted).toHaveLength(1)
    expect(posts()).toEqual([])
    // Shown the token as it is now, the owner rotates that.
    const { token } = await rotate(await onServer())
    expect((await onServer(token.id)).resources).toEqual((await onServer()).resources)
  })

  it('when it was deactivated meanwhile, or has expired', async () => {
    const shown = await onServer()
    await changeAccessToken(owner.client, organization, ref.tokenId, { is_active: false })
    expect(await codeOf(rotate(shown))).toBe('token.notActive')
    await changeAccessToken(owner.client, organization, ref.tokenId, { is_active: true })
    test.pass(300 * 86_400_000)
    expect(await codeOf(rotate(shown))).toBe('token.notActive')
    expect(posts().filter((one) => one.endsWith('access-tokens'))).toEqual([])
  })

  it('when somebody deleted it', async () => {
    const shown = await onServer()
    await deleteAccessToken(owner.client, organization, ref.tokenId)
    expect(await codeOf(rotate(shown))).toBe('token.gone')
    expect(noted).toEqual([`gone ${ref.tokenId}`])
  })

  it('when the keychain does not work, or another owner was quicker', async () => {
    const shown = await onServer()
    keychain.state = 'locked'
    expect(await codeOf(rotate(shown))).toBe('keychain.locked')
    keychain.state = 'working'
    await rotate(shown, await ownerClient(test, 'miravance'))
    expect(await codeOf(rotate(shown))).toBe('token.rotatedMeanwhile')
    expect(posts()).toEqual([])
    expect(journal.list()).toEqual([])
  })

  it('of two clicks at once only one makes a successor', async () => {
    const parts = partsOf(owner)
    const input = inputFrom(await onServer())
    const codes = await Promise.all([codeOf(rotateToken(parts, input)), codeOf(rotateToken(parts, input))])
    expect(codes).toEqual(['none', 'token.beingMade'])
  })
})

describe('an answer that was lost', () => {
  it('leaves the successor listed as unfinished, and the old token as it was', async () => {
    owner.loses = (method) => method === 'POST'
    expect(await codeOf(rotate(await onServer()))).toBe('token.unknownOutcome')
    owner.loses = () => false
    expect(posts()).toHaveLength(1)
    const orphans = await findOrphans(
      {
        journal,
        keychain,
        memory: createSecretMemory(),
        inventory: async () => ({
          tokens: await all(),
          ...{ unreadable: 0, slots: null, syncedAt: null, offline: false, notSaved: null },
        }),
        markKept: async () => undefined,
        secretName,
        username: () => 'robinhale',
      },
      ref,
    )
    expect(orphans).toMatchObject([
      { label: 'CI deploy (2)', state: 'lost', candidates: [{ label: 'CI deploy (2)' }] },
    ])
    // Deleted, there is no rotation any more, and it can begin again under the same label.
    await deleteAccessToken(owner.client, organization, orphans[0]?.candidates[0]?.tokenId ?? '')
    expect(rotationsWith(ref.tokenId, await all(), test.now())).toEqual([])
    expect((await rotate(await onServer())).token.label).toBe('CI deploy (2)')
  })
})

describe('a second computer', () => {
  it('sees the rotation, how far it is, and that it was undone', async () => {
    const { token } = await rotate(await onServer())
    const other = await ownerClient(test, 'miravance')
    const seen = async () => rotationsWith(ref.tokenId, await all(other), test.now())
    expect(await seen()).toMatchObject([
      { old: { id: ref.tokenId }, next: { id: token.id }, stage: 'waiting' },
    ])
    test.pass(8 * 86_400_000)
    expect(await seen()).toMatchObject([{ stage: 'quiet', usedSince: false }])
    await changeAccessToken(other.client, organization, ref.tokenId, { is_active: false })
    expect(await seen()).toMatchObject([{ stage: 'retired' }])
    await deleteAccessToken(other.client, organization, token.id)
    expect(await seen()).toEqual([])
  })
})
