// The one door between page and main; beside it listening.ts keeps early calls waiting. Every call of the contract is
// registered here, every sender is checked, every event leaves through here.
import { type IpcMainInvokeEvent, ipcMain } from 'electron'
import { type AreaName, type GranaryContract, contract } from '../../shared/contract/index.ts'
import { type Announce, type Area, type Handlers, channelOf } from '../../shared/contract/define.ts'
import { type DoorLog, type Handler, answer, refuse } from './door.ts'

export type AllHandlers = { [Name in AreaName]: Handlers<GranaryContract[Name]> }

interface Page {
  send(channel: string, payload: unknown): void
}

/**
 * Registers every call. `isOurs` tells whether a message comes from the top frame of our own page; others are
 * refused without running anything.
 */
export function serve(
  handlers: AllHandlers,
  isOurs: (event: IpcMainInvokeEvent) => boolean,
  log: DoorLog,
): void {
  for (const [areaName, area] of Object.entries<Area>(contract)) {
    const areaHandlers: Record<string, unknown> = handlers[areaName as AreaName]
    for (const [name, entry] of Object.entries(area)) {
      if (entry.kind !== 'call') continue
      const channel = channelOf(areaName, name)
      const handler = areaHandlers[name] as Handler
      ipcMain.handle(channel, (event, input: unknown) => {
        if (isOurs(event)) return answer(channel, entry, handler, input, log)
        log({ channel, code: 'input.invalid', at: 'sender' })
        return refuse({ code: 'input.invalid', field: 'sender' })
      })
    }
  }
}

/** A typed way to announce one area's events to whatever page is open. A payload that does not fit is a defect. */
function announcer<Name extends AreaName>(
  area: Name,
  page: () => Page | null,
): Announce<GranaryContract[Name]> {
  const events: Area = contract[area]
  return (name, payload) => {
    const entry = events[name]
    if (entry?.kind !== 'event') throw new Error(`no such event: ${channelOf(area, name)}`)
    page()?.send(channelOf(area, name), entry.payload.parse(payload))
  }
}

export type Announcers = { [Name in AreaName]: Announce<GranaryContract[Name]> }

/** The announcers of all areas. */
export const announcers = (page: () => Page | null): Announcers => ({
  accounts: announcer('accounts', page),
  activity: announcer('activity', page),
  app: announcer('app', page),
  docker: announcer('docker', page),
  drafts: announcer('drafts', page),
  insights: announcer('insights', page),
  members: announcer('members', page),
  notifications: announcer('notifications', page),
  organizations: announcer('organizations', page),
  proxies: announcer('proxies', page),
  replacements: announcer('replacements', page),
  reports: announcer('reports', page),
  repositories: announcer('repositories', page),
  secrets: announcer('secrets', page),
  snapshots: announcer('snapshots', page),
  sync: announcer('sync', page),
  templates: announcer('templates', page),
  tokens: announcer('tokens', page),
  updates: announcer('updates', page),
  views: announcer('views', page),
})
