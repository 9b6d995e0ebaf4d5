// What the kinds of changes are called, each with a picture of its own.
import { Activity, CalendarX2, CirclePlus, PencilLine, Trash2 } from '@lucide/vue'
import type { Component } from 'vue'
import { type ChangeKind, type TokenChange, changeKinds, kindsOf } from '../../../shared/tokens/compare.ts'

export const kindWords: Record<ChangeKind, { label: string; icon: Component }> = {
  created: { label: 'Created', icon: CirclePlus },
  deleted: { label: 'Deleted', icon: Trash2 },
  changed: { label: 'Changed', icon: PencilLine },
  expired: { label: 'Expired', icon: CalendarX2 },
  used: { label: 'Used', icon: Activity },
}

/** Use is what most tokens are for: it is looked at when somebody asks. */
export const usualKinds: readonly ChangeKind[] = ['created', 'deleted', 'changed', 'expired']

/** Of an address; what it does not say or says wrong is the usual. */
export function kindsIn(text: unknown): readonly ChangeKind[] {
  if (typeof text !== 'string') return usualKinds
  const asked = text.split(',')
  return changeKinds.filter((kind) => asked.includes(kind))
}

/** The first of the wanted kinds that a change is of. */
export const headlineFor = (change: TokenChange, wanted: ReadonlySet<ChangeKind>): ChangeKind =>
  kindsOf(change).find((kind) => wanted.has(kind)) ?? 'changed'
