// Two owners at two computers edit, deactivate and delete the same token, their requests in any order: no edit goes
// away without whoever made it being told.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  changeAccessToken,
  createAccessToken,
  deleteAccessToken,
  getAccessToken,
} from '../../electron/dockerhub/tokens.ts'
import { fromItem, shownToken, withAccess } from '../../electron/inventory/copy.ts'
import { type OwnEdit, standingEdit } from '../../electron/inventory/own-edit.ts'
import { type ChangeParts, changeToken, deactivateToken, readToken } from '../../electron/tokens/change.ts'
import { type TestHub, createTestHub, repositoryResource } from '../../hub/test-hub.ts'
import type { TokenRef } from '../../shared/contract/references.ts'
import type { Changed, Token, TokenFields } from '../../shared/contract/tokens.ts'
import { isFailed } from '../../shared/errors.ts'
import { type OwnerClient, ownerClient } from '../support/owner-client.ts'

const organization = 'harborline'
const runs = 1000
let test: TestHub
let owners: OwnerClient[]

beforeAll(async () => {
  test = await createTestHub()
  owners = [await ownerClient(test, 'robinhale'), await ownerClient(test, 'miravance')]
})
afterAll(() => {
  expect(test.logged).toEqual([])
  test.close()
})

type Field = keyof TokenFields
type Act =
  | { kind: 'edit'; field: Field; value: number; insist: boolean }
  | { kind: 'deactivate' | 'delete' | 'refresh' }

const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      field: fc.constantFrom<Field>('label', 'description', 'resources'),
      value: fc.integer({ min: 0, max: 3 }),
      insist: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('refresh' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('deactivate' as const, 'delete' as const) }),
  },
)

const repositories = ['identity', 'edge-gateway', 'ci-runner', 'base-node']
const valueOf = (field: Field, by: number, value: number): Partial<TokenFields> =>
  field === 'resources'
    ? {
        resources: [
          repositoryResource(
            `${organization}/${repositories[value] ?? ''}`,
            by === 0 ? 'scope-image-pull' : 'scope-image-push',
          ),
        ],
      }
    : { [field]: `${by}-${value}` }

const fieldsOf = ({ label, description, resources }: Token): TokenFields => ({
  label,
  description,
  resources: resources ?? [],
})

/** One owner's app: what it shows, and what its owner was told. */
function createApp(client: OwnerClient, by: number, ref: TokenRef) {
  let shown: Token | null = null
  let own: OwnEdit = {}
  let gone = false
  /** Saved and not known to be lost: field to value. */
  const standing = new Map<Field, unknown>()

  const parts: ChangeParts = {
    get: ({ tokenId }) => getAccessToken(client.client, organization, tokenId),
    patch: ({ tokenId }, body) => changeAccessToken(client.client, organization, tokenId, body),
    note: (_, token, edit) => {
      const copied = withAccess(fromItem(token, undefined, null), token)
      own = edit === null ? standingEdit(own, copied) : { ...own, ...edit }
      shown = shownToken({ ...copied, ownEdit: own })
      return Promise.resolve(shown)
    },
    noteGone: () => {
      gone = true
      return Promise.resolve()
    },
  }

  async function edit({ field, value, insist }: Act & { kind: 'edit' }) {
    if (!shown?.isActive) return
    const save = (token: Token): Promise<Changed> =>
      changeToken(
        parts,
        ref,
        { ...fieldsOf(token), isActive: token.isActive },
        { ...fieldsOf(token), ...valueOf(field, by, value) },
      )
    if (noteOutcome(field, value, shown, await save(shown)) || !insist || !shown.isActive) return
    noteOutcome(field, value, shown, await save(shown))
  }

  /** True when it was saved. Else the owner is shown theirs, and with it which of their own edits are not there. */
  function noteOutcome(field: Field, value: number, before: Token, { outcome, token }: Changed): boolean {
    const wanted = valueOf(field, by, value)[field]
    const is = (now: Token, what: Field) => JSON.stringify(fieldsOf(now)[what])
    if (outcome === 'saved') {
      // What was there already was not saved by anybody.
      if (is(before, field) !== JSON.stringify(wanted)) standing.set(field, wanted)
      return true
    }
    for (const [own, saved] of standing) if (is(token, own) !== JSON.stringify(saved)) standing.delete(own)
    return false
  }

  async function run(acts: readonly Act[]) {
    try {
      await readToken(parts, ref)
      for (const one of acts) {
        if (one.kind === 'edit') await edit(one)
        if (one.kind === 'refresh') await readToken(parts, ref)
        if (one.kind === 'deactivate') await deactivateToken(parts, ref)
        if (one.kind === 'delete') await deleteAccessToken(client.client, organization, ref.tokenId)
        if (gone || one.kind === 'delete') return
      }
    } catch (error) {
      if (!isFailed(error, 'token.gone')) throw error
    }
  }

  return {
    run,
    refresh: () => readToken(parts, ref).then((token) => (shown = token)),
    /** Edits of this owner that are not there any more, and that nobody told them of. */
    unseenLosses(now: Token): Field[] {
      const told = new Set((shown?.lostEdit ?? []).map((name) => (name === 'access' ? 'resources' : name)))
      return [...standing].flatMap(([field, value]) =>
        JSON.stringify(fieldsOf(now)[field]) === JSON.stringify(value) || told.has(field) ? [] : [field],
      )
    },
  }
}

it(`no edit is lost unseen, in ${runs} orders of two owners' requests`, async () => {
  const ends = { gone: 0, kept: 0, told: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(act, { minLength: 1, maxLength: 5 }),
      fc.array(act, { minLength: 1, maxLength: 5 }),
      async (scheduler, mine, theirs) => {
        const [one, other] = owners as [OwnerClient, OwnerClient]
        const { id } = await createAccessToken(one.client, organization, {
          label: 'Shared',
          description: 'Both',
          resources: [repositoryResource(`${organization}/*`, 'scope-image-pull')],
          expires_at: null,
        })
        const apps = owners.map((client, by) =>
          createApp(client, by, { accountId: client.accountId, organization, tokenId: id }),
        )
        one.before = () => scheduler.schedule(Promise.resolve())
        other.before = () => scheduler.schedule(Promise.resolve())
        try {
          await scheduler.waitFor(Promise.all([apps[0]?.run(mine), apps[1]?.run(theirs)]))
        } finally {
          one.before = other.before = () => {}
        }

        if (await isGone(one, id)) {
          ends.gone += 1
          return
        }
        try {
          for (const app of apps) {
            const after = await app.refresh()
            ends[after.lostEdit ? 'told' : 'kept'] += 1
            expect(app.unseenLosses(after)).toEqual([])
          }
        } finally {
          await deleteAccessToken(one.client, organization, id)
        }
      },
    ),
    { numRuns: runs },
  )
  // Every kind of end was reached, or the orders prove little.
  for (const [end, times] of Object.entries(ends)) expect(times, end).toBeGreaterThan(20)
}, 180_000)

const isGone = (owner: OwnerClient, id: string): Promise<boolean> =>
  getAccessToken(owner.client, organization, id).then(
    () => false,
    (error: unknown) => {
      if (isFailed(error, 'token.gone')) return true
      throw error
    },
  )
