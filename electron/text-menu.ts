// The menu under the pointer where text is typed or selected: Electron has none by itself.
import { type ContextMenuParams, Menu, type MenuItemConstructorOptions, type WebContents } from 'electron'

export function offerTextMenu(contents: WebContents): void {
  contents.on('context-menu', (_event, params) => {
    const entries = textMenu(params)
    if (entries.length > 0) Menu.buildFromTemplate(entries).popup()
  })
}

/** Nothing where neither is the case: a table has its own menu. A password field offers no Cut and no Copy. */
export function textMenu({
  isEditable,
  selectionText,
  editFlags,
}: Pick<ContextMenuParams, 'isEditable' | 'selectionText' | 'editFlags'>): MenuItemConstructorOptions[] {
  const copy = { role: 'copy' as const, enabled: editFlags.canCopy }
  if (!isEditable) return selectionText.trim() === '' ? [] : [copy]
  return [
    { role: 'undo', enabled: editFlags.canUndo },
    { role: 'redo', enabled: editFlags.canRedo },
    { type: 'separator' },
    { role: 'cut', enabled: editFlags.canCut },
    copy,
    { role: 'paste', enabled: editFlags.canPaste },
    { type: 'separator' },
    { role: 'selectAll', enabled: editFlags.canSelectAll },
  ]
}
