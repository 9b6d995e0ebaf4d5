// What the activity page is asked for: which organization and which filters. It stands in the address, so that back works.
import { computed, shallowRef, watchEffect } from 'vue'
import { type LocationQuery, useRoute, useRouter } from 'vue-router'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { type Question, type Tab, queryOf, questionIn } from '../components/activity/question.ts'
import { useReview } from './useReview.ts'

export function useActivityQuestion() {
  const route = useRoute()
  const router = useRouter()
  // On the way to another page its address is not this page's question.
  const query = shallowRef<LocationQuery>(route.query)
  const mine = route.name
  watchEffect(() => {
    if (route.name === mine) query.value = route.query
  })

  const { organizations, loading } = useReview()
  const choices = computed(() => organizations.value.map(({ ref }) => ref))
  const question = computed(() => questionIn(query.value))
  function go(ref: OrganizationRef | null, asked: Question) {
    // A field that goes away with the page tells what was typed into it last.
    if (route.name !== mine) return
    const place = ref && { organization: ref.organization, account: ref.accountId }
    void router.push({ query: { ...place, ...queryOf(asked) } })
  }

  /** The one in the address, else the first. */
  const of = computed({
    get: (): OrganizationRef | null => {
      const { organization, account } = query.value
      const asked = choices.value.find(
        (ref) => ref.organization === organization && ref.accountId === account,
      )
      return asked ?? choices.value[0] ?? null
    },
    // A token and a name are of one organization.
    set: (ref) => go(ref, { ...question.value, token: null, name: '' }),
  })

  function ask(change: Partial<Question>) {
    const asked = { ...question.value, ...change }
    // The name in the address is that of the token, while one alone is on show.
    go(of.value, change.token === null ? { ...asked, name: '' } : asked)
  }
  const tab = computed({ get: (): Tab => question.value.tab, set: (chosen) => ask({ tab: chosen }) })

  return { question, of, tab, choices, loading, ask }
}
