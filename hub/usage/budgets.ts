// Budgets in memory: so many uses per key and window. Nothing runs between requests, and memory is bounded.
import type { Clock } from '../clock.ts'

export interface Usage {
  /** False: not enough was left, and nothing was taken. */
  taken: boolean
  limit: number
  remaining: number
  /** Unix milliseconds at which the budget is whole again. */
  resetAt: number
}

export interface Budgets {
  /** Takes the amount from the key's budget, whole or not at all. An amount of 0 only looks. */
  take(key: string, amount: number): Usage
}

/**
 * Beyond these the oldest windows are forgotten, which can only be to somebody's advantage. Nobody gains by bringing it
 * about: keys are accounts, tokens and addresses that are there, and who had so many could use those.
 */
export const budgetsKept = 10_000

interface Window {
  startedAt: number
  used: number
}

/**
 * A window begins with a key's first use and lasts `windowSeconds`. Windows are all of one length and kept in the
 * order in which they began, so the first is always the one that ends first.
 */
export function createBudgets(
  clock: Clock,
  { limit, windowSeconds, kept = budgetsKept }: { limit: number; windowSeconds: number; kept?: number },
): Budgets {
  const windows = new Map<string, Window>()
  const length = windowSeconds * 1000

  // A window that has not begun yet is one from before the clock was put back.
  const isOver = ({ startedAt }: Window, now: number) => now >= startedAt + length || now < startedAt

  function windowOf(key: string, now: number): Window {
    const known = windows.get(key)
    return known && !isOver(known, now) ? known : { startedAt: now, used: 0 }
  }

  function keep(key: string, window: Window): void {
    if (windows.get(key) === window) return
    windows.delete(key)
    if (windows.size >= kept) {
      const [oldest] = windows.keys()
      if (oldest !== undefined) windows.delete(oldest)
    }
    windows.set(key, window)
  }

  return {
    take(key, amount) {
      const now = clock.now()
      const window = windowOf(key, now)
      const taken = window.used + amount <= limit
      if (taken && amount > 0) {
        window.used += amount
        keep(key, window)
      }
      return { taken, limit, remaining: limit - window.used, resetAt: window.startedAt + length }
    },
  }
}
