// Changing and deleting tokens against the Local Hub: other owners' edits, lost answers, and the order of the last acts.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  changeAccessToken,
  createAccessToken,
  deleteAccessToken,
  getAccessToken,
} from '../../electron/dockerhub/tokens.ts'
import { type ChangeParts, changeToken, deactivateToken, readToken } from '../../electron/tokens/change.ts'
import { deleteToken } from '../../electron/tokens/delete.ts'
import { type TestHub, createTestHub, repositoryResource } from '../../hub/test-hub.ts'
import type { TokenRef } from '../../shared/contract/references.ts'
import type { Token } from '../../shared/contract/tokens.ts'
import { Failed } from '../../shared/errors.ts'
import type { HubAccessToken } from '../../shared/hub/access-tokens.ts'
import { type OwnerClient, ownerClient } from '../support/owner-client.ts'

const organization = 'harborline'
let test: TestHub
let owner: OwnerClient
let ref: TokenRef
let gone: string[]

beforeEach(async () => {
  test = await createTestHub()
  owner = await ownerClient(test)
  gone = []
  const { id } = await createAccessToken(owner.client, organization, {
    label: 'Pipeline',
    description: 'Builds',
    resources: [repositoryResource(`${organization}/*`, 'scope-image-pull')],
    expires_at: '2027-12-31T23:59:59Z',
  })
  ref = { accountId: owner.accountId, organization, tokenId: id }
  owner.asked.length = 0
})
afterEach(() => {
  expect(test.logged).toEqual([])
  test.close()
})

const toToken = (token: HubAccessToken): Token => ({
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
  resources: token.resources,
  secretKept: false,
})

const parts = (): ChangeParts => ({
  get: ({ tokenId }) => getAccessToken(owner.client, organization, tokenId),
  patch: ({ tokenId }, body) => changeAccessToken(owner.client, organization, tokenId, body),
  note: (_, token) => Promise.resolve(toToken(token)),
  noteGone: ({ tokenId }) => Promise.resolve(void gone.push(tokenId)),
})

const onServer = async () => toToken(await getAccessToken(owner.client, organization, ref.tokenId))
const fields = ({ label, description, resources }: Token) => ({
  label,
  description,
  resources: resources ?? [],
})
const shownAs = (token: Token) => ({ ...fields(token), isActive: token.isActive })
const methods = () => owner.asked.map((one) => one.split(' ')[0])
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof Failed ? error.failure.code : error),
  )

describe('an edit', () => {
  it('sends what changed, and nothing else', async () => {
    const shown = await readToken(parts(), ref)
    const sent: object[] = []
    const patch: ChangeParts['patch'] = (at, body) => (sent.push(body), parts().patch(at, body))
    const wanted = { ...fields(shown), label: 'Pipeline 2' }
    const saved = await changeToken({ ...parts(), patch }, ref, shownAs(shown), wanted)
    expect(saved).toMatchObject({ outcome: 'saved', token: { ...wanted, isActive: true } })
    expect(sent).toEqual([{ label: 'Pipeline 2' }])
    expect(await onServer()).toMatchObject(wanted)
  })

  it('that changes nothing sends nothing', async () => {
    const shown = await readToken(parts(), ref)
    owner.asked.length = 0
    expect(await changeToken(parts(), ref, shownAs(shown), fields(shown))).toMatchObject({ outcome: 'saved' })
    expect(methods()).toEqual(['GET'])
  })

  it.each([
    ['its label', { label: 'Theirs' }],
    ['its description', { description: 'Theirs' }],
    ['its access', { resources: [repositoryResource(`${organization}/*`, 'scope-image-push')] }],
    ['it being active', { is_active: false }],
  ])('is not written over a change of %s made elsewhere', async (_, theirs) => {
    const shown = await readToken(parts(), ref)
    await changeAccessToken(owner.client, organization, ref.tokenId, theirs)
    const before = await onServer()
    const answer = await changeToken(parts(), ref, shownAs(shown), { ...fields(shown), label: 'Mine' })
    expect(answer).toEqual({ outcome: 'conflict', token: before })
    expect(await onServer()).toEqual(before)
    // Shown theirs, the owner may still choose their own.
    if (before.isActive) {
      const chosen = await changeToken(parts(), ref, shownAs(before), { ...fields(shown), label: 'Mine' })
      expect(chosen).toMatchObject({ outcome: 'saved', token: { label: 'Mine' } })
    }
  })

  it('of a token that somebody deleted says so', async () => {
    const shown = await readToken(parts(), ref)
    await deleteAccessToken(owner.client, organization, ref.tokenId)
    const wanted = { ...fields(shown), label: 'Mine' }
    expect(await codeOf(changeToken(parts(), ref, shownAs(shown), wanted))).toBe('token.gone')
    expect(gone).toEqual([ref.tokenId])
  })

  it('whose answer was lost is found to be made', async () => {
    const shown = await readToken(parts(), ref)
    owner.loses = (method) => method === 'PATCH'
    const wanted = { ...fields(shown), label: 'Mine' }
    expect(await changeToken(parts(), ref, shownAs(shown), wanted)).toMatchObject({
      outcome: 'saved',
      token: { label: 'Mine' },
    })
    // One PATCH: it is never sent twice.
    expect(methods().filter((method) => method === 'PATCH')).toHaveLength(1)
  })

  it('is unknown when the server cannot be asked afterwards either', async () => {
    const shown = await readToken(parts(), ref)
    let patched = false
    owner.loses = (method) => (patched ||= method === 'PATCH')
    const wanted = { ...fields(shown), label: 'Mine' }
    expect(await codeOf(changeToken(parts(), ref, shownAs(shown), wanted))).toBe('token.changeUnknown')
  })

  it('that the server refuses leaves the token as it was, with the field named', async () => {
    const shown = await readToken(parts(), ref)
    const wanted = { ...fields(shown), description: 'x'.repeat(201) }
    const failing = changeToken(parts(), ref, shownAs(shown), wanted)
    await expect(failing).rejects.toMatchObject({
      failure: { code: 'token.rejected', field: 'description' },
    })
    expect(await onServer()).toEqual(shown)
  })
})

describe('deactivating', () => {
  it('stops the token, and is found to be done when its answer was lost', async () => {
    owner.loses = (method) => method === 'PATCH'
    expect(await deactivateToken(parts(), ref)).toMatchObject({ isActive: false, label: 'Pipeline' })
    expect((await onServer()).isActive).toBe(false)
  })
})

describe('deleting', () => {
  const acts: string[] = []
  const deleteParts = (secretKept: boolean, forget: () => Promise<void> = () => Promise.resolve()) => ({
    remove: ({ tokenId }: TokenRef) => {
      acts.push('server')
      return deleteAccessToken(owner.client, organization, tokenId)
    },
    get: parts().get,
    noteGone: () => Promise.resolve(void acts.push('inventory')),
    find: async () => ({ ...(await onServer()), secretKept }),
    forgetSecret: () => {
      acts.push('secret')
      return forget()
    },
    release: () => Promise.resolve(),
  })
  beforeEach(() => void acts.splice(0))

  it('takes the kept secret last', async () => {
    expect(await deleteToken(deleteParts(true), ref)).toEqual({ keychain: 'removed' })
    expect(acts).toEqual(['server', 'inventory', 'secret'])
    expect(await codeOf(onServer())).toBe('token.gone')
  })

  it('says when the keychain did not let go', async () => {
    const locked = () => Promise.reject(new Failed('keychain.locked'))
    expect(await deleteToken(deleteParts(true, locked), ref)).toEqual({ keychain: 'left' })
    expect(await codeOf(onServer())).toBe('token.gone')
  })

  it('keeps the secret when the server refuses', async () => {
    const refused = {
      ...deleteParts(true),
      remove: () => Promise.reject(new Failed('organization.notOwner')),
    }
    expect(await codeOf(deleteToken(refused, ref))).toBe('organization.notOwner')
    expect(acts).toEqual([])
  })

  it('whose answer was lost is found to be done', async () => {
    owner.loses = (method) => method === 'DELETE'
    expect(await deleteToken(deleteParts(false), ref)).toEqual({ keychain: 'nothing' })
  })

  it('is unknown, and the secret stays, when nothing can be asked afterwards', async () => {
    let cut = false
    owner.loses = (method) => (cut ||= method === 'DELETE')
    const kept = { ...deleteParts(true), find: () => Promise.resolve(undefined) }
    expect(await codeOf(deleteToken(kept, ref))).toBe('token.changeUnknown')
    expect(acts).toEqual(['server'])
  })
})
