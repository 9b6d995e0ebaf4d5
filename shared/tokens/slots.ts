// How many tokens an organization may have. Expired and inactive tokens count until they are deleted.
// Source: Docker's organization access token page.

export type Plan = 'team' | 'business'

export const slotLimits: Readonly<Record<Plan, number>> = { team: 10, business: 100 }

/** The plan behind Docker Hub's plan name, or null when that plan has no organization access tokens. */
export function planFromName(name: string | null | undefined): Plan | null {
  const lower = name?.toLowerCase() ?? ''
  if (lower.includes('business')) return 'business'
  return lower.includes('team') ? 'team' : null
}

export interface Slots {
  used: number
  limit: number
}

export const slotsFull = (slots: Slots): boolean => slots.used >= slots.limit
