// Ticking rows: spans, everything on show, and rows that went away.
import { describe, expect, it } from 'vitest'
import { shallowRef } from 'vue'
import { useSelection } from './useSelection.ts'

function rows(ids: string[]) {
  const shown = shallowRef<readonly string[]>(ids)
  const known = shallowRef<ReadonlySet<string>>(new Set(ids))
  const drawn = shallowRef<readonly string[]>(ids)
  const subject = shallowRef('acme')
  return { shown, drawn, known, subject, selection: useSelection(shown, drawn, known, () => subject.value) }
}

describe('the selection', () => {
  it('ticks a span from the last tick, in either direction', () => {
    const { selection } = rows(['a', 'b', 'c', 'd'])
    selection.toggle('c', true)
    selection.toggle('a', true, true)
    expect(selection.selected.value.sort()).toEqual(['a', 'b', 'c'])
    selection.toggle('b', false)
    expect(selection.selected.value.sort()).toEqual(['a', 'c'])
  })

  it('ticks in a span what is drawn in it, in the order in which it is drawn', () => {
    const { drawn, selection } = rows(['a', 'b', 'c', 'd'])
    drawn.value = ['c', 'a', 'd']
    selection.toggle('c', true)
    selection.toggle('a', true, true)
    expect(selection.selected.value.sort()).toEqual(['a', 'c'])
    // The other end is not drawn any more.
    drawn.value = ['c', 'd']
    selection.toggle('d', true, true)
    expect(selection.selected.value.sort()).toEqual(['a', 'c', 'd'])
  })

  it('takes all on show, and leaves what a search hides as it was', () => {
    const { shown, selection } = rows(['a', 'b', 'c'])
    selection.toggle('a', true)
    shown.value = ['b', 'c']
    expect(selection.some.value).toBe(true)
    selection.toggleAll(true)
    expect(selection.all.value).toBe(true)
    expect(selection.selected.value.sort()).toEqual(['a', 'b', 'c'])
    selection.toggleAll(false)
    expect(selection.selected.value).toEqual(['a'])
  })

  it('loses what is not there any more', () => {
    const { known, selection } = rows(['a', 'b'])
    selection.toggleAll(true)
    known.value = new Set(['b'])
    expect(selection.selected.value).toEqual(['b'])
    selection.clear()
    expect(selection.selected.value).toEqual([])
  })

  it('ends when the rows are of something else, and does not return with them', () => {
    const { shown, drawn, known, subject, selection } = rows(['a', 'b', 'c'])
    selection.toggle('a', true)
    const show = (of: string, ids: string[]) => {
      subject.value = of
      shown.value = drawn.value = ids
      known.value = new Set(ids)
    }
    show('zoo', ['x', 'y'])
    show('acme', ['a', 'b', 'c'])
    expect(selection.selected.value).toEqual([])
    // Nor does a span begin at the last tick of before.
    selection.toggle('c', true, true)
    expect(selection.selected.value).toEqual(['c'])
  })
})
