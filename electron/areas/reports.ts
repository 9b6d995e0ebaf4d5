// The calls about reports.
import { basename } from 'node:path'
import type { Handlers } from '../../shared/contract/define.ts'
import type { reports } from '../../shared/contract/reports.ts'
import type { Reports } from '../reports/reports.ts'

export interface ReportsAreaParts {
  reports: Reports
  /** Shows a file in the system's file manager. */
  showFile(file: string): void
}

export function reportsArea(parts: ReportsAreaParts): Handlers<typeof reports> {
  /** The page names a report, never a path: only what was saved here can be shown. */
  const saved = new Map<string, string>()

  return {
    async save(request) {
      const file = await parts.reports.save(request)
      if (file === null) return { outcome: 'cancelled' }
      saved.set(request.id, file)
      return { outcome: 'saved', file: basename(file) }
    },
    async print(request) {
      return { outcome: (await parts.reports.print(request)) ? 'printed' : 'cancelled' }
    },
    cancel({ id }) {
      parts.reports.cancel(id)
      return undefined
    },
    showSaved({ id }) {
      const file = saved.get(id)
      if (file !== undefined) parts.showFile(file)
      return undefined
    },
  }
}
