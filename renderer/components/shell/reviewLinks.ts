// The pages over all accounts and organizations, as the sidebar lists them under "Review".
import type { Component } from 'vue'
import type { RouteLocationRaw } from 'vue-router'

export interface ReviewLink {
  label: string
  icon: Component
  to: RouteLocationRaw
}

export const reviewLinks: readonly ReviewLink[] = []
