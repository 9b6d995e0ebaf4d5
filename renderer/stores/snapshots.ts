// Earlier moments of each organization's tokens, and what became of them since. Nothing here asks a server.
import { defineStore } from 'pinia'
import { shallowReactive, shallowRef } from 'vue'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Comparison, SnapshotMoment } from '../../shared/contract/snapshots.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'
import { keyOf } from './tokens.ts'

const plain = ({ accountId, organization }: OrganizationRef): OrganizationRef => ({ accountId, organization })

export const useSnapshotsStore = defineStore('snapshots', () => {
  /** By organization, newest first. */
  const moments = shallowReactive(new Map<string, readonly SnapshotMoment[]>())
  /** Rises whenever a comparison with now may have another outcome. */
  const version = shallowRef(0)

  api.tokens.on.changed(() => (version.value += 1))
  api.snapshots.on.changed((ref) => {
    version.value += 1
    if (moments.has(keyOf(ref))) void read(ref)
  })

  async function read(ref: OrganizationRef) {
    try {
      moments.set(keyOf(ref), await api.snapshots.list(plain(ref)))
    } catch (error) {
      // The comparison, which the page is about, meets the same trouble and tells of it.
      console.warn(failureOf(error).code)
    }
  }

  /** Reads the moments of organizations whose moments are not known yet. */
  const open = (refs: readonly OrganizationRef[]) =>
    Promise.all(refs.filter((ref) => !moments.has(keyOf(ref))).map(read))

  const momentsOf = (ref: OrganizationRef): readonly SnapshotMoment[] => moments.get(keyOf(ref)) ?? []

  // What is refused is thrown.
  const compare = (ref: OrganizationRef, from: string, to: string): Promise<Comparison> =>
    api.snapshots.compare({ ...plain(ref), from, to })
  const markReviewed = (ref: OrganizationRef, note: string) =>
    api.snapshots.markReviewed({ ...plain(ref), note })

  return { version, open, momentsOf, compare, markReviewed }
})
