// The pages over all accounts and organizations, as the sidebar lists them under "Review".
import { History, Lightbulb } from '@lucide/vue'
import type { Component } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import { activityOf, insightsOf } from '../../routes.ts'

export interface ReviewLink {
  label: string
  icon: Component
  to: RouteLocationRaw
}

export const reviewLinks: readonly ReviewLink[] = [
  { label: 'Insights', icon: Lightbulb, to: insightsOf(null) },
  { label: 'Activity', icon: History, to: activityOf(null) },
]
