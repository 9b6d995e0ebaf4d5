// A token of an inventory as tests want it: active, without an end, never used and not kept, unless they say otherwise.
import type { Token } from '../../shared/contract/tokens.ts'

export const makeToken = (change: Partial<Token> = {}): Token => ({
  id: 't1',
  label: 'CI',
  description: '',
  createdBy: 'anna',
  createdAt: '2026-01-01T00:00:00Z',
  expiresAt: null,
  lastUsedAt: null,
  previouslyUsedAt: null,
  goneAt: null,
  isActive: true,
  resources: [],
  secretKept: false,
  ...change,
})
