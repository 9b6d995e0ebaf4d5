// What a token's dates come to is the same in every time zone and on every day of the year, however long that day is.
import { afterEach, describe, expect, it, vi } from 'vitest'

const own = process.env['TZ']
afterEach(() => {
  if (own === undefined) delete process.env['TZ']
  else process.env['TZ'] = own
})

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Africa/Casablanca',
]

/** Everything that judges or says a date, loaded anew as if the app were started in that zone. */
async function startedIn(zone: string) {
  process.env['TZ'] = zone
  vi.resetModules()
  const { expiresAt, isFutureDate, longDate, relativeDate } = await import('./expiry.ts')
  const { tokenStatus } = await import('./status.ts')
  const { sameLifetime } = await import('./lifetime.ts')
  const { dueOf, nothingTold } = await import('./reminders.ts')
  return { expiresAt, isFutureDate, longDate, relativeDate, tokenStatus, sameLifetime, dueOf, nothingTold }
}

/** The nights in which clocks are changed, and some in which they are not. */
const nights = [
  '2027-03-14',
  '2027-03-28',
  '2027-04-04',
  '2027-10-31',
  '2027-11-07',
  '2028-02-29',
  '2027-12-31',
]

describe.each(zones)('in %s', (zone) => {
  it('a token expires with the very second of its end, and every word about it agrees', async () => {
    const { longDate, relativeDate, tokenStatus, isFutureDate } = await startedIn(zone)
    for (const date of nights) {
      const expiresAt = `${date}T23:59:59Z`
      const end = Date.parse(expiresAt)
      const token = { isActive: true, expiresAt }
      expect(tokenStatus(token, end - 1)).toBe('active')
      expect(tokenStatus(token, end)).toBe('expired')
      expect(isFutureDate(date, end - 1)).toBe(true)
      expect(isFutureDate(date, end)).toBe(false)
      expect(longDate(expiresAt)).toBe(
        new Date(end).toLocaleDateString('en-GB', { dateStyle: 'full', timeZone: 'UTC' }),
      )
      expect(relativeDate(expiresAt, end - 12 * day)).toBe('in 12 days')
      expect(relativeDate(expiresAt, end - 12 * day + 1)).toBe('in 11 days')
      expect(relativeDate(expiresAt, end - day)).toBe('tomorrow')
      expect(relativeDate(expiresAt, end - day + 1)).toBe('in 23 hours')
      expect(relativeDate(expiresAt, end)).toBe('just now')
      expect(relativeDate(expiresAt, end + day)).toBe('yesterday')
    }
  })

  it('both sides of every midnight, there and in UTC, choose the same ends', async () => {
    const { expiresAt, sameLifetime } = await startedIn(zone)
    for (const date of nights) {
      for (const midnight of [new Date(`${date}T00:00:00`).getTime(), Date.parse(`${date}T00:00:00Z`)]) {
        for (const now of [midnight - 1, midnight, midnight + 1]) {
          const today = new Date(now).toISOString().slice(0, 10)
          const later = new Date(Date.parse(today) + 30 * day).toISOString().slice(0, 10)
          expect(expiresAt({ kind: 'days', days: 30 }, now)).toBe(`${later}T23:59:59Z`)
          const createdAt = new Date(now).toISOString()
          const made = { createdAt, expiresAt: expiresAt({ kind: 'days', days: 90 }, now) }
          expect(sameLifetime(made, now).expiryChoice).toBe('90')
        }
      }
    }
  })

  it('a reminder of seven days is seven times 24 hours early, whatever the days in between', async () => {
    const { dueOf, nothingTold } = await startedIn(zone)
    for (const date of nights) {
      const end = Date.parse(`${date}T23:59:59Z`)
      const token = {
        id: 't',
        label: 'l',
        createdAt: new Date(end - 90 * day).toISOString(),
        expiresAt: new Date(end).toISOString(),
        isActive: true,
        lastUsedAt: null,
        previouslyUsedAt: null,
        goneAt: null,
        unusualAt: null,
      }
      const rules = { days: [7], use: true }
      expect(dueOf(token, nothingTold, rules, end - 7 * day - 1)).toEqual([])
      expect(dueOf(token, nothingTold, rules, end - 7 * day)).toHaveLength(1)
    }
  })
})

it('days that are 23 and 25 hours long were among them', () => {
  process.env['TZ'] = 'Europe/Berlin'
  const length = (date: string, next: string) =>
    new Date(`${next}T00:00:00`).getTime() - new Date(`${date}T00:00:00`).getTime()
  expect(length('2027-03-28', '2027-03-29')).toBe(23 * hour)
  expect(length('2027-10-31', '2027-11-01')).toBe(25 * hour)
})
