// What severities and acts are called on the page of insights.
import { Activity, Ban, Pencil, RotateCcwKey, Trash2 } from '@lucide/vue'
import type { Component } from 'vue'
import type { FindingKind, Severity } from '../../../shared/tokens/insight-kinds.ts'
import type { FindingAct } from '../../../shared/tokens/insights.ts'

export const severityWords: Record<Severity, { name: string; about: string }> = {
  urgent: { name: 'Urgent', about: 'may go wrong soon, or has' },
  notable: { name: 'Worth a look', about: 'a risk that can be smaller' },
  minor: { name: 'Tidying up', about: 'slots and secrets nobody needs' },
}

export const actWords: Record<FindingAct, { label: string; icon: Component }> = {
  rotate: { label: 'Rotate', icon: RotateCcwKey },
  edit: { label: 'Edit', icon: Pencil },
  deactivate: { label: 'Deactivate', icon: Ban },
  delete: { label: 'Delete', icon: Trash2 },
  activity: { label: 'See its use', icon: Activity },
}

/** Kinds whose act is one question for all of them, and what those are called then. */
export const bulkWords: Partial<Record<FindingKind, string>> = {
  expired: 'expired',
  neverUsed: 'never used',
  unused: 'unused',
}
