// Deactivating, deleting or forgetting several tokens of any organizations: one after the other, with a result for each; what failed
// can be tried again.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Failure } from '../../shared/errors.ts'
import { noWay } from '../../shared/no-way.ts'
import type { Retired, RetireAct, RetireRow, Retiring, SecretWish } from '../retiring.ts'
import { tokenStatus } from '../../shared/tokens/status.ts'
import { failureOf } from '../failed.ts'
import { useAccountsStore } from './accounts.ts'
import { useTokensStore } from './tokens.ts'

/** After these the account's other tokens would fail too. */
const endsAccount = new Set<Failure['code']>(['signIn.needed', ...noWay])
/** After these the organization's would. */
const endsOrganization = new Set<Failure['code']>(['organization.notOwner', 'organization.gone'])

/** Whether a failure of one token stands for another too. */
function endedBy({ ref, failure }: RetireRow, other: OrganizationRef): boolean {
  // A keychain that does not answer does not answer for any other either.
  if (failure?.code.startsWith('keychain.')) return true
  if (failure === null || ref.accountId !== other.accountId) return false
  return (
    endsAccount.has(failure.code) ||
    (endsOrganization.has(failure.code) && ref.organization === other.organization)
  )
}

export const useRetireStore = defineStore('retire', () => {
  const store = useTokensStore()
  const accounts = useAccountsStore()
  const job = ref<Retiring | null>(null)

  const count = (state: RetireRow['state']) =>
    job.value?.rows.filter((row) => row.state === state).length ?? 0
  const finished = computed(() => count('done') + count('skipped') + count('failed'))
  const failed = computed(() => count('failed') + (job.value?.state === 'done' ? count('waiting') : 0))

  function ask(act: RetireAct, tokens: readonly Retired[]) {
    if (job.value?.state === 'working' || job.value?.state === 'stopping') return
    const rows = tokens.map(({ ref, token, hidden = false }): RetireRow => {
      const status = tokenStatus(token, accounts.serverNow(ref.accountId))
      const idle = act === 'deactivate' ? status !== 'active' : act === 'forget' && status !== 'gone'
      return { ref, token, hidden, state: idle ? 'skipped' : 'waiting', failure: null, secretLeft: false }
    })
    job.value = { act, state: 'asking', secrets: 'keep', rows }
  }

  /** Nothing happens to those that the search or the filters hide. */
  function leaveOutHidden() {
    if (job.value?.state === 'asking') job.value.rows = job.value.rows.filter(({ hidden }) => !hidden)
  }

  /**
   * Works through what is waiting, and through what failed before. `signInAgain` asks for a sign-in that ran out; true
   * when there is a new one.
   */
  async function start(signInAgain: (accountId: string) => Promise<boolean>, secrets?: SecretWish) {
    const current = job.value
    if (!current || current.state === 'working' || current.state === 'stopping') return
    if (secrets) current.secrets = secrets
    for (const row of current.rows)
      if (row.state === 'failed') Object.assign(row, { state: 'waiting', failure: null })
    current.state = 'working'
    for (const row of current.rows) {
      if (row.state !== 'waiting' || current.rows.some((before) => endedBy(before, row.ref))) continue
      await workOn(current, row)
      if (row.failure?.code === 'signIn.needed' && (await signInAgain(row.ref.accountId)))
        await workOn(current, row)
      if (isStopping(current)) break
    }
    current.state = 'done'
  }

  const isStopping = ({ state }: Retiring): boolean => state === 'stopping'

  async function workOn({ act, secrets }: Retiring, row: RetireRow) {
    Object.assign(row, { state: 'working', failure: null })
    const where = { ...row.ref, tokenId: row.token.id }
    try {
      if (act === 'delete') row.secretLeft = (await store.remove(where)).keychain === 'left'
      else if (act === 'deactivate') await store.deactivate(where)
      else await store.forgetGone(where, secrets)
      row.state = 'done'
    } catch (error) {
      row.failure = failureOf(error)
      // Somebody else was quicker, and the end is the same.
      const wished = act === 'delete' && row.failure.code === 'token.gone'
      row.state = wished ? 'done' : 'failed'
    }
  }

  /** Puts what was taken off the list back, and closes. How many; throws the first failure, and stays open then. */
  async function undo(): Promise<number> {
    const current = job.value
    if (current?.act !== 'forget' || current.state !== 'done') return 0
    const done = current.rows.filter(({ state }) => state === 'done')
    for (const row of done) {
      await store.bringBack({ ...row.ref, tokenId: row.token.id })
      row.state = 'waiting'
    }
    job.value = null
    return done.length
  }

  /** Ends after the token that is being worked on. */
  function stop() {
    if (job.value?.state === 'working') job.value.state = 'stopping'
  }

  function close() {
    if (job.value?.state !== 'working' && job.value?.state !== 'stopping') job.value = null
  }

  return { job, finished, failed, ask, leaveOutHidden, start, undo, stop, close }
})
