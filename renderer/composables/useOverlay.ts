// Which of the app's own dialogs lies over the page: the command palette, the palette that asks where a token is to be
// generated, the keyboard shortcuts or About.
// OverlayHost draws it.
import { shallowRef } from 'vue'

export type Overlay = 'palette' | 'generate' | 'shortcuts' | 'about'

const overlay = shallowRef<Overlay | null>(null)

export const useOverlay = () => overlay
