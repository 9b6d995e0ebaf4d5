// Moments that the audit log is asked with: any zone, spelled as the log does, and only those that exist.
import { expect, test } from 'vitest'
import { auditMoment } from './audit-query.ts'

test.each([
  ['2027-03-10T12:00:00Z', '2027-03-10T12:00:00.000000Z'],
  ['2027-03-10t12:00:00.5z', '2027-03-10T12:00:00.500000Z'],
  ['2027-03-10T12:00:00.123456789Z', '2027-03-10T12:00:00.123456Z'],
  ['2027-03-10T01:30:00+02:00', '2027-03-09T23:30:00.000000Z'],
  ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000000Z'],
])('%s is %s', (text, stamp) => expect(auditMoment(text)).toBe(stamp))

test.each([
  ...[
    '',
    '2027-03-10',
    '2027-03-10T12:00:00',
    '2027-03-10 12:00:00Z',
    '2027-02-30T00:00:00Z',
    '2027-03-10T24:00:00Z',
  ],
  // Years 10000 and -1 in UTC.
  ...['9999-12-31T23:59:59-01:00', '0000-01-01T00:00:00+01:00'],
])('%j is none', (text) => expect(auditMoment(text)).toBeNull())
