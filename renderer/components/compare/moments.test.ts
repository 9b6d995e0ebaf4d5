// Which moments a comparison may end at.
import { expect, it } from 'vitest'
import { momentOptions, momentsAfter } from './moments.ts'

const moment = (day: number, note: string | null = null) => ({
  at: `2026-06-0${day}T12:00:00.000Z`,
  note,
  tokens: 1,
})
const daysAfter = (from: string, moments: ReturnType<typeof moment>[][]) =>
  momentsAfter(from, moments, momentOptions(moments)).map(({ value }) => Number(value.slice(8, 10)))

it('a comparison ends later than where it begins', () => {
  const moments = [[moment(4), moment(3), moment(1)]]
  expect(daysAfter('2026-06-03T12:00:00Z', moments)).toEqual([4])
  // Without a review it begins at the oldest.
  expect(daysAfter('review', moments)).toEqual([4, 3])
  expect(daysAfter('review', [])).toEqual([])
})

it('from the last review it ends later than the last one of every organization', () => {
  const acme = [moment(5), moment(4), moment(2, 'Spring'), moment(1)]
  const globex = [moment(5), moment(3, ''), moment(1, '')]
  expect(daysAfter('review', [acme])).toEqual([5, 4])
  expect(daysAfter('review', [acme, globex])).toEqual([5, 4])
  expect(daysAfter('review', [acme, [moment(4, 'Audit')]])).toEqual([5])
})
