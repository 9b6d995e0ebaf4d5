// Turns the contract into window.granary: the page can use the channels of the contract and nothing else.
import { contextBridge, ipcRenderer } from 'electron'
import { type Area, channelOf } from '../shared/contract/define.ts'
import { contract } from '../shared/contract/index.ts'
import { listeningChannel } from '../shared/contract/listening.ts'

const kinds = new Map<string, 'call' | 'event'>()
for (const [areaName, area] of Object.entries<Area>(contract))
  for (const [name, entry] of Object.entries(area)) kinds.set(channelOf(areaName, name), entry.kind)

// A page is faster than main at the start. A refusal is not final here: each call gets its own.
const listening = ipcRenderer.invoke(listeningChannel).catch(() => undefined)

contextBridge.exposeInMainWorld('granary', {
  async invoke(channel: string, input: unknown): Promise<unknown> {
    if (kinds.get(channel) !== 'call') throw new Error('not a call of the contract')
    await listening
    return ipcRenderer.invoke(channel, input)
  },
  on(channel: string, listener: (payload: unknown) => void): () => void {
    if (kinds.get(channel) !== 'event') throw new Error('not an event of the contract')
    const forward = (_event: unknown, payload: unknown) => listener(payload)
    ipcRenderer.on(channel, forward)
    return () => ipcRenderer.removeListener(channel, forward)
  },
})
