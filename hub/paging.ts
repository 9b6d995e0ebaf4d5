// Pages of lists: which one was asked for, and the absolute links to its neighbours.
import type { Context } from 'hono'
import { fieldError } from './errors.ts'

export interface Page {
  page: number
  pageSize: number
  offset: number
}

const largestPage = 1_000_000
const largestPageSize = 100

function numberIn(c: Context, field: string, standard: number, largest: number): number {
  const text = c.req.query(field)
  if (text === undefined) return standard
  const number = /^\d{1,7}$/.test(text) ? Number(text) : 0
  if (number < 1 || number > largest)
    throw fieldError(field, `${field} must be a whole number from 1 to ${largest}`)
  return number
}

/** `page` (1) and `page_size` (10 unless told otherwise, at most 100) of the request. */
export function pageOf(c: Context, standardSize = 10): Page {
  const page = numberIn(c, 'page', 1, largestPage)
  const pageSize = numberIn(c, 'page_size', standardSize, largestPageSize)
  return { page, pageSize, offset: (page - 1) * pageSize }
}

/**
 * The links of a page, or null at the ends. Absolute, with the scheme, host and port the client used: Docker's
 * Terraform provider strips exactly those and would break on anything else.
 */
export function pageLinks(c: Context, { page, pageSize }: Page, total: number) {
  const linkTo = (number: number): string => {
    const url = new URL(c.req.url)
    url.searchParams.set('page', String(number))
    url.searchParams.set('page_size', String(pageSize))
    return url.href
  }
  const last = Math.max(1, Math.ceil(total / pageSize))
  return {
    next: page < last ? linkTo(page + 1) : null,
    previous: page > 1 ? linkTo(Math.min(page - 1, last)) : null,
  }
}
