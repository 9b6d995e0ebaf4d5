// A page may be there before main listens to its calls: preload asks here first, and is answered once main does.
import { type IpcMainInvokeEvent, ipcMain } from 'electron'
import { listeningChannel } from '../../shared/contract/listening.ts'

/** Keeps the calls of our own pages waiting until the function that it answers with is called. */
export function admitPages(isOurs: (event: IpcMainInvokeEvent) => boolean): () => void {
  let listen = () => {}
  const listening = new Promise<void>((resolve) => (listen = resolve))
  ipcMain.handle(listeningChannel, (event) => {
    if (!isOurs(event)) throw new Error('not a page of Granary')
    return listening
  })
  return listen
}
