// Docker Hub's page objects. Most lists say `count`; organization access tokens say `total`.
import * as z from 'zod'

/** A page that counts with `count`. `next` and `previous` are absolute URLs or null. */
export const countedPage = <Item extends z.ZodType>(item: Item) =>
  z.looseObject({
    count: z.number(),
    next: z.string().nullable().optional(),
    previous: z.string().nullable().optional(),
    results: z.array(item),
  })

/** A page that counts with `total` (GET /v2/orgs/{org}/access-tokens). */
export const totalledPage = <Item extends z.ZodType>(item: Item) =>
  z.looseObject({
    total: z.number(),
    next: z.string().nullable().optional(),
    previous: z.string().nullable().optional(),
    results: z.array(item),
  })
