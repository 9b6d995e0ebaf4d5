// Findings that the owner accepted: kept by main, so that they are not told again until something changes.
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Acceptance } from '../../shared/contract/insights.ts'
import type { TokenRef } from '../../shared/contract/references.ts'
import type { FindingKind } from '../../shared/tokens/insight-kinds.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'

export interface About extends TokenRef {
  kind: FindingKind
}

const keyOf = ({ accountId, organization, tokenId, kind }: About): string =>
  JSON.stringify([accountId, organization, tokenId, kind])

export const useInsightsStore = defineStore('insights', () => {
  const accepted = shallowRef<readonly Acceptance[]>([])
  const byKey = computed(() => new Map(accepted.value.map((one) => [keyOf(one), one])))

  api.insights.on.acceptedChanged(() => void load())

  /** Without them everything is told, which is the safe side. */
  async function load() {
    try {
      accepted.value = await api.insights.accepted()
    } catch (error) {
      console.warn(failureOf(error).code)
    }
  }

  /** Undefined while it is not accepted, or rests on something else by now. */
  function acceptanceOf(about: About & { mark: string }): Acceptance | undefined {
    const found = byKey.value.get(keyOf(about))
    return found?.mark === about.mark ? found : undefined
  }

  const accept = (about: About & { mark: string }) => api.insights.accept(about)
  const takeBack = (about: About) => api.insights.takeBack(about)

  return { load, acceptanceOf, accept, takeBack }
})
