// Labels of tokens that may exist although the server's answer got lost, until the server knows of nothing unfinished.
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { keyOf, useTokensStore } from './tokens.ts'

export const useUncertainStore = defineStore('uncertain', () => {
  const tokens = useTokensStore()
  /** By organization. */
  const labels = shallowReactive(new Map<string, string>())

  const note = (where: OrganizationRef, label: string) => labels.set(keyOf(where), label)
  const forget = (where: OrganizationRef) => labels.delete(keyOf(where))

  /** An earlier try to make a token of this label may have worked. */
  const mayExist = (where: OrganizationRef, label: string): boolean =>
    label !== '' &&
    (labels.get(keyOf(where)) === label ||
      tokens.entryOf(where).orphans.some((orphan) => orphan.label === label))

  /** The server was asked: what it knows nothing unfinished of is free to be tried again. */
  function settle(where: OrganizationRef) {
    const { state, orphans } = tokens.entryOf(where)
    const label = labels.get(keyOf(where))
    if (state === 'ready' && !orphans.some((orphan) => orphan.label === label)) forget(where)
  }

  return { note, forget, mayExist, settle }
})
