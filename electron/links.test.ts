// Links from outside: kept until the app can open them, and led to what this computer knows.
import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { expect, it, vi } from 'vitest'
import { placeOf } from './link-places.ts'
import { listenForLinks } from './links.ts'

const acme = { accountId: 'hub', organization: 'acme' }

function startedWith(...argv: string[]) {
  const app = Object.assign(new EventEmitter(), { isPackaged: false })
  return { app, follow: listenForLinks(app as unknown as App, ['granary', ...argv]) }
}

it('waits with the link of the start, and with those that come before the window', () => {
  const { app, follow } = startedWith('--flag', 'granary://organization/first')
  const event = { preventDefault: vi.fn() }
  app.emit('open-url', event, 'granary://organization/second')
  const opened: string[] = []
  follow((link) => void opened.push(link))
  app.emit('second-instance', {}, ['granary', 'granary://organization/third'])
  app.emit('second-instance', {}, ['granary', '--nothing'])
  expect(opened).toEqual(
    ['first', 'second', 'third'].map((organization) => `granary://organization/${organization}`),
  )
  expect(event.preventDefault).toHaveBeenCalledOnce()
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
