// Reports about tokens: saved to a file or printed. The page names the rows; main reads them from its own copies.
import * as z from 'zod'
import { changeKinds } from '../tokens/compare.ts'
import { call, event, nothing } from './define.ts'
import { organizationRef, tokenRef } from './references.ts'
import { comparedFrom, comparedTo } from './snapshots.ts'

export const reportFormat = z.enum(['csv', 'json', 'pdf'])
export type ReportFormat = z.infer<typeof reportFormat>

/** As many tokens as one report may name: a hundred Business organizations, ten times over. */
const rowMaximum = 100_000

/** What a report is about. */
const content = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('tokens'),
    /** In the order of the table. */
    rows: z.array(tokenRef).max(rowMaximum),
    /** Whether it says of which tokens this computer keeps the secret. */
    withKept: z.boolean(),
  }),
  /** What changed between two moments, as `snapshots.compare` tells it; only the kinds that are shown. */
  z.object({
    kind: z.literal('comparison'),
    organizations: z.array(organizationRef).max(1000),
    from: comparedFrom,
    to: comparedTo,
    show: z.array(z.enum(changeKinds)),
  }),
])
export type ReportContent = z.infer<typeof content>

const request = z.object({
  /** Made by the page, so that it can cancel. */
  id: z.uuid(),
  title: z.string().trim().min(1).max(200),
  /** What the rows were chosen by, a sentence each; none for everything. */
  filters: z.array(z.string().max(1000)).max(100),
  content,
})
export type ReportRequest = z.infer<typeof request>

export const reports = {
  /**
   * Asks where to, and writes the file whole or not at all. `cancelled`: in the dialog, or by `cancel`; then there is
   * no file. `file`: its name without the folder. Fails with `disk.full`, `disk.failed`, `report.notDrawn`, `report.tooLong`.
   */
  save: call(
    request.extend({
      format: reportFormat,
      /** CSV only: begins with the mark by which Excel knows UTF-8. */
      excelMark: z.boolean(),
    }),
    z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('saved'), file: z.string() }),
      z.object({ outcome: z.literal('cancelled') }),
    ]),
  ),
  /** Opens the system's print dialog over the same pages as the PDF. Fails with `report.notDrawn`. */
  print: call(request, z.object({ outcome: z.enum(['printed', 'cancelled']) })),
  /** One that has ended already is fine. */
  cancel: call(z.object({ id: z.uuid() }), nothing),
  /** Shows a report that was saved since the start in the system's file manager. */
  showSaved: call(z.object({ id: z.uuid() }), nothing),
  /** How far a report is. `total` is 0 where that cannot be told. */
  progressed: event(
    z.object({
      id: z.uuid(),
      step: z.enum(['reading', 'drawing', 'writing']),
      done: z.number(),
      total: z.number(),
    }),
  ),
}
