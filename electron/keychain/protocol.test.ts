// What main and the helper say to each other: only that, whatever comes.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Reply, type Request, readReply, readRequest } from './protocol.ts'

const requests: Request[] = [
  { id: 1, call: 'get', name: 'sentinel' },
  { id: 2, call: 'set', name: 'sentinel', value: '' },
  { id: 3, call: 'remove', name: 'sentinel' },
]
const replies: Reply[] = [
  { ready: true },
  { id: 1, ok: true, value: 'kept' },
  { id: 2, ok: true, value: null },
  { id: 3, ok: true, value: false },
  { id: 4, ok: false, error: 'locked' },
]

it('what is said is heard', () => {
  expect(requests.map(readRequest)).toEqual(requests)
  expect(replies.map(readReply)).toEqual(replies)
})

it.each([readRequest, readReply])(
  '%o hears nothing in what lacks a part or has another in its place',
  (read) => {
    const said = read === readRequest ? requests : replies
    const other = fc.constantFrom(undefined, {}, [], Symbol.iterator, NaN.toString)
    fc.assert(
      fc.property(fc.constantFrom(...said), fc.nat(), other, (message, at, wrong) => {
        const names = Object.keys(message)
        expect(read({ ...message, [names[at % names.length] ?? '']: wrong })).toBeNull()
      }),
    )
    for (const message of [null, undefined, 'get', 7, []]) expect(read(message)).toBeNull()
  },
)
