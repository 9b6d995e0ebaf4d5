// The pages over all accounts and organizations, as the sidebar lists them under "Review".
import { GitCompareArrows } from '@lucide/vue'
import type { Component } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import { compareOf } from '../../routes.ts'

export interface ReviewLink {
  label: string
  icon: Component
  to: RouteLocationRaw
}

export const reviewLinks: readonly ReviewLink[] = [
  { label: 'Compare', icon: GitCompareArrows, to: compareOf(null) },
]
