// Links from outside: kept until the app can open them, and led to what this computer knows.
import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { afterEach, expect, it, vi } from 'vitest'
import { placeOf } from './link-places.ts'
import { listenForLinks } from './links.ts'

const acme = { accountId: 'hub', organization: 'acme' }

const link = (organization: string) => `granary://organization/${organization}`

afterEach(() => {
  vi.restoreAllMocks()
})

function started(argv: string[], { isPackaged = false } = {}) {
  const app = Object.assign(new EventEmitter(), { isPackaged, setAsDefaultProtocolClient: vi.fn() })
  return { app, follow: listenForLinks(app as unknown as App, argv) }
}
const startedWith = (...argv: string[]) => started(['granary', ...argv])

/** The links that are opened from now on, and those that waited. */
function opened(follow: ReturnType<typeof listenForLinks>): string[] {
  const links: string[] = []
  follow((one) => void links.push(one))
  return links
}

it('waits with the link of the start, and with those that come before the window', () => {
  const { app, follow } = startedWith('--flag', 'granary://organization/first')
  const event = { preventDefault: vi.fn() }
  app.emit('open-url', event, 'granary://organization/second')
  const links = opened(follow)
  app.emit('second-instance', {}, ['granary', 'granary://organization/third'])
  app.emit('second-instance', {}, ['granary', '--nothing'])
  expect(links).toEqual(['first', 'second', 'third'].map(link))
  expect(event.preventDefault).toHaveBeenCalledOnce()
})

it('hears a Mac, which names no link among the arguments, before the window is there and after', () => {
  const { app, follow } = started(['/Applications/Granary.app/Contents/MacOS/Granary'])
  const event = { preventDefault: vi.fn() }
  app.emit('open-url', event, link('before'))
  const links = opened(follow)
  app.emit('open-url', event, link('after'))
  expect(links).toEqual([link('before'), link('after')])
  expect(event.preventDefault).toHaveBeenCalledTimes(2)
})

it('finds it behind what Windows and Chromium put among the arguments, at the first start and at a second', () => {
  const program = 'C:\\Program Files\\Granary\\Granary.exe'
  const switches = ['--allow-file-access-from-files', '--original-process-start-time=13377000000000000', '--']
  const { app, follow } = started([program, ...switches, link('first')])
  const links = opened(follow)
  app.emit('second-instance', {}, [program, ...switches, link('second')], 'C:\\Windows\\system32')
  expect(links).toEqual([link('first'), link('second')])
})

it.each([
  { platform: 'darwin' as const, isPackaged: true, times: 1 },
  { platform: 'win32' as const, isPackaged: true, times: 1 },
  { platform: 'linux' as const, isPackaged: true, times: 0 },
  { platform: 'darwin' as const, isPackaged: false, times: 0 },
])('tells the system of a package on $platform ($isPackaged): $times', ({ platform, isPackaged, times }) => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue(platform)
  const { app } = started(['granary'], { isPackaged })
  expect(app.setAsDefaultProtocolClient).toHaveBeenCalledTimes(times)
})

it('leads to a page of the first account that has the organization', () => {
  const known = [acme, { accountId: 'other', organization: 'acme' }]
  expect(placeOf('granary://organization/acme', known)).toEqual({ kind: 'organization', ref: acme })
  expect(placeOf('granary://organization/acme/token/t1', known)).toEqual({
    kind: 'token',
    ref: { ...acme, tokenId: 't1' },
  })
  expect(placeOf('granary://generate?organization=acme&template=ci-push', known)).toEqual({
    kind: 'generate',
    ref: acme,
    template: 'ci-push',
  })
})

it('says what it does not know, and nothing of what it cannot read', () => {
  expect(placeOf('granary://organization/else', [acme])).toEqual({ kind: 'nowhere', organization: 'else' })
  expect(placeOf('granary://organization/acme/delete', [acme])).toEqual({
    kind: 'nowhere',
    organization: null,
  })
})
