// The pages over all accounts and organizations, as the sidebar lists them under "Review".
import { GitCompareArrows, History, Lightbulb, Table2 } from '@lucide/vue'
import type { Component } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import { activityOf, allTokens, compareOf, insightsOf } from '../../routes.ts'

export interface ReviewLink {
  label: string
  icon: Component
  to: RouteLocationRaw
}

export const reviewLinks: readonly ReviewLink[] = [
  { label: 'All organizations', icon: Table2, to: allTokens() },
  { label: 'Insights', icon: Lightbulb, to: insightsOf(null) },
  { label: 'Compare', icon: GitCompareArrows, to: compareOf(null) },
  { label: 'Activity', icon: History, to: activityOf(null) },
]
