// The wizard's form on its way to this computer's disk: one save at a time, never more than a moment behind.
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Draft } from '../../shared/contract/drafts.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Failure } from '../../shared/errors.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'

/** Long enough not to write at every key, short enough that a crash costs a word at most. */
const pauseMilliseconds = 300

export const useDraftsStore = defineStore('drafts', () => {
  /** Why the last save did not work; null once one has. */
  const failure = shallowRef<Failure | null>(null)
  let waiting: { input: OrganizationRef & { draft: Draft }; timer: ReturnType<typeof setTimeout> } | null =
    null
  let last: Promise<unknown> = Promise.resolve()

  const read = (ref: OrganizationRef) => api.drafts.read(ref)

  /** Saves in a moment. A draft of another organization that still waits is saved first. */
  function save(ref: OrganizationRef, draft: Draft) {
    if (waiting && JSON.stringify(ref) !== JSON.stringify(refOf(waiting.input))) void flush()
    if (waiting) clearTimeout(waiting.timer)
    waiting = {
      input: { ...ref, draft: bounded(draft) },
      timer: setTimeout(() => void flush(), pauseMilliseconds),
    }
  }

  /** Saves what still waits, and resolves when it is on the disk. */
  async function flush() {
    if (waiting) {
      const { input, timer } = waiting
      clearTimeout(timer)
      waiting = null
      last = last.then(() => write(input))
    }
    await last
  }

  async function write(input: OrganizationRef & { draft: Draft }) {
    try {
      await api.drafts.save(input)
      failure.value = null
    } catch (error) {
      failure.value = failureOf(error)
    }
  }

  /** Removes the draft. A save that waits is dropped, one that is under way is waited for. */
  async function discard(ref: OrganizationRef) {
    if (waiting && JSON.stringify(refOf(waiting.input)) === JSON.stringify(refOf(ref))) {
      clearTimeout(waiting.timer)
      waiting = null
    }
    await last
    await api.drafts.discard(ref)
  }

  return { failure, read, save, flush, discard }
})

/** Within what a draft may hold; far beyond what a token may. */
const bounded = (draft: Draft): Draft => ({
  ...draft,
  label: draft.label.slice(0, 1000),
  description: draft.description.slice(0, 5000),
  expiryDate: draft.expiryDate.slice(0, 40),
})

const refOf = ({ accountId, organization }: OrganizationRef): OrganizationRef => ({ accountId, organization })
