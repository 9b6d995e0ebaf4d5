// The form of a report: what its JSON file is, field by field, and what CSV and PDF are made from. A change that an
// older reader would stumble over raises the version. docs/reports.md explains it to those who read such files.
import * as z from 'zod'
import { changeKinds } from '../../shared/tokens/compare.ts'

const moment = z.iso.datetime({ offset: true })
/** As the server spelled it. */
const stamp = z.string()

export const reportHead = {
  title: z.string(),
  madeAt: moment,
  /** Such as "Granary 0.1.0". */
  madeWith: z.string(),
  /** The accounts that the tokens were seen through. */
  madeBy: z.array(z.strictObject({ account: z.string(), server: z.string() })),
  /** What the rows were chosen by, in words; none for everything. */
  filters: z.array(z.string()),
}

const reportResource = z.strictObject({ type: z.string(), path: z.string(), scopes: z.array(z.string()) })

const reportToken = z.strictObject({
  organization: z.string(),
  server: z.string(),
  account: z.string(),
  id: z.string(),
  label: z.string(),
  description: z.string(),
  /** At the moment the report was made, by the server's clock. */
  status: z.string(),
  createdBy: z.string(),
  createdAt: stamp,
  lastUsedAt: stamp.nullable(),
  expiresAt: stamp.nullable(),
  /** When it was seen to be missing on the server, or null while it is there. */
  goneAt: stamp.nullable(),
  /** Null when it was never read from the server. `words`: a line per thing the token can do. */
  access: z.strictObject({ words: z.array(z.string()), resources: z.array(reportResource) }).nullable(),
  /** Only in a report that was asked to say so. */
  secretKept: z.boolean().optional(),
})
export type ReportToken = z.infer<typeof reportToken>

export const tokensReport = z.strictObject({
  granary: z.literal('tokens'),
  version: z.literal(1),
  ...reportHead,
  organizations: z.array(
    z.strictObject({
      organization: z.string(),
      server: z.string(),
      account: z.string(),
      /** How old the facts are: when the server last listed its tokens. */
      syncedAt: stamp.nullable(),
      tokens: z.number(),
    }),
  ),
  /** How many tokens there are of each status, and in all. */
  counts: z.strictObject({
    tokens: z.number(),
    byStatus: z.record(z.string(), z.number()),
    /** Whose access was never read. */
    accessUnknown: z.number(),
  }),
  tokens: z.array(reportToken),
})
export type TokensReport = z.infer<typeof tokensReport>

export const comparisonReport = z.strictObject({
  granary: z.literal('comparison'),
  version: z.literal(1),
  ...reportHead,
  organizations: z.array(
    z.strictObject({
      organization: z.string(),
      server: z.string(),
      account: z.string(),
      /** When the earlier tokens were seen; null where there is nothing to compare with. */
      from: stamp.nullable(),
      /** The owner's note, where the earlier moment is a review. */
      review: z.string().nullable(),
      to: stamp,
      /** How many tokens there were then, and later. */
      tokensBefore: z.number(),
      tokensAfter: z.number(),
    }),
  ),
  /** How many tokens there are of each kind; one may count in several. */
  counts: z.record(z.enum(changeKinds), z.number()),
  changes: z.array(
    z.strictObject({
      organization: z.string(),
      server: z.string(),
      account: z.string(),
      id: z.string(),
      label: z.string(),
      kinds: z.array(z.enum(changeKinds)),
      /** A sentence for each thing that is different. */
      words: z.array(z.string()),
    }),
  ),
})
export type ComparisonReport = z.infer<typeof comparisonReport>

/** Rows between two looks at whether it was cancelled: main has other things to do meanwhile. */
export const atOnce = 200

/** Told before each piece of work; throws when the report was cancelled. `total` is 0 where it cannot be told. */
export type Steps = (step: 'reading' | 'drawing' | 'writing', done?: number, total?: number) => Promise<void>
