// Where a report is to be saved: the system's dialog, beginning in the folder of the last one.
import { dirname, join } from 'node:path'
import { type BrowserWindow, app, dialog } from 'electron'
import type { ReportFormat } from '../shared/contract/reports.ts'
import type { Preferences } from './settings.ts'

const kinds: Record<ReportFormat, string> = { csv: 'Table (CSV)', json: 'JSON', pdf: 'PDF document' }

/** The chosen path as the owner named it; null when it was cancelled. */
export async function chooseReportFile(
  window: BrowserWindow | null,
  settings: Pick<Preferences, 'read' | 'change'>,
  name: string,
  format: ReportFormat,
): Promise<string | null> {
  const options = {
    title: 'Save the report',
    defaultPath: join(settings.read().reportFolder || app.getPath('documents'), name),
    filters: [{ name: kinds[format], extensions: [format] }],
  }
  const answer = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
  if (answer.canceled || !answer.filePath) return null
  const file = answer.filePath
  // Only a convenience: a disk that refuses it is met again when the report itself is written.
  await settings.change({ reportFolder: dirname(file) }).catch(() => undefined)
  return file
}
