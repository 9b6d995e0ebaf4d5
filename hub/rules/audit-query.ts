// Which events of the audit log a request asks for.
import type { Context } from 'hono'
import type { AuditQuery } from '../data/audit-log.ts'
import { fieldError } from '../errors.ts'

const momentPattern = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)$/

/** An RFC 3339 moment of any zone, spelled as the log spells its timestamps, or null when it is none. */
export function auditMoment(text: string): string | null {
  const [, date = '', time = '', fraction = '', zone = ''] = momentPattern.exec(text) ?? []
  const local = Date.parse(`${date}T${time}Z`)
  const utc = Date.parse(`${date}T${time}${zone.toUpperCase()}`)
  if (Number.isNaN(local) || Number.isNaN(utc)) return null
  // 30 February would quietly become March.
  if (new Date(local).toISOString().slice(0, 19) !== `${date}T${time}`) return null
  const stamp = new Date(utc).toISOString()
  // Another year than one of four digits, by its zone, has a spelling that does not compare.
  if (!/^\d{4}-/.test(stamp)) return null
  return `${stamp.slice(0, 19)}.${fraction.slice(0, 6).padEnd(6, '0')}Z`
}

export function auditQueryOf(c: Context, account: string): AuditQuery {
  const given = (field: string): string | null => c.req.query(field) || null
  const moment = (field: string): string | null => {
    const text = given(field)
    const stamp = text === null ? null : auditMoment(text)
    if (text !== null && stamp === null)
      throw fieldError(field, `${field} must be a moment such as 2029-12-31T23:59:59Z`)
    return stamp
  }
  return {
    account,
    action: given('action'),
    name: given('name'),
    actor: given('actor'),
    from: moment('from'),
    to: moment('to'),
  }
}
