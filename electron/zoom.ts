// How large the page is drawn: as the settings say, in every window, also after the wheel turned with Control held.
import type { WebContents } from 'electron'
import { nextZoom } from '../shared/zoom.ts'
import type { Preferences } from './settings.ts'

export function keepZoom(
  contents: Pick<WebContents, 'on' | 'once' | 'isDestroyed' | 'setZoomFactor'>,
  settings: Pick<Preferences, 'read' | 'change' | 'onChange'>,
): void {
  const apply = () => {
    if (!contents.isDestroyed()) contents.setZoomFactor(settings.read().zoom / 100)
  }
  // Chromium remembers a factor of its own for each origin, and puts it back whenever a page loads.
  contents.on('did-finish-load', apply)
  // The first page is there before this is.
  apply()
  contents.on('zoom-changed', (_event, direction) => {
    const zoom = nextZoom(settings.read().zoom, direction === 'in' ? 'larger' : 'smaller')
    settings.change({ zoom }).catch(() => undefined)
  })
  contents.once('destroyed', settings.onChange(apply))
}
