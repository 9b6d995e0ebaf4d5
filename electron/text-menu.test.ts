// The menu under the pointer in text: what it offers where.
import type { EditFlags } from 'electron'
import { expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ Menu: {} }))
const { textMenu } = await import('./text-menu.ts')

const flags = { canCut: true, canCopy: true, canPaste: true, canUndo: true, canRedo: false } as EditFlags
const roles = (params: Partial<Parameters<typeof textMenu>[0]>) =>
  textMenu({ isEditable: false, selectionText: '', editFlags: flags, ...params })
    .filter(({ enabled }) => enabled)
    .map(({ role }) => role)

it('offers what can be done in a field', () => {
  expect(roles({ isEditable: true })).toEqual(['undo', 'cut', 'copy', 'paste'])
})

it('offers to copy a selection, and nothing on the bare page', () => {
  expect(roles({ selectionText: 'words' })).toEqual(['copy'])
  expect(roles({ selectionText: ' ' })).toEqual([])
})

it('copies nothing out of a password field', () => {
  const hidden = { ...flags, canCut: false, canCopy: false }
  expect(roles({ isEditable: true, editFlags: hidden })).toEqual(['undo', 'paste'])
})
