import { describe, expect, it } from 'vitest'
import { isLoopback } from '../dockerhub/loopback.ts'
import { demoServer, normalAddress, serverName, serverOf } from './addresses.ts'

describe('normalAddress', () => {
  it.each([
    ['https://hub.example.com', 'https://hub.example.com'],
    ['  https://HUB.Example.com/  ', 'https://hub.example.com'],
    ['hub.example.com', 'https://hub.example.com'],
    ['hub.example.com:8443', 'https://hub.example.com:8443'],
    ['https://hub.example.com:443/', 'https://hub.example.com'],
    ['https://hub.example.com/v2/', 'https://hub.example.com'],
    ['https://example.com/hub/', 'https://example.com/hub'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://127.1:8080', 'http://127.0.0.1:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('takes %s for %s', (text, url) => {
    expect(normalAddress(text)).toBe(url)
  })

  it.each([
    'http://hub.example.com',
    'http://10.0.0.1',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://0.0.0.0',
    'https://mona:secret@hub.example.com',
    'https://hub.example.com@evil.example',
    'https://hub.example.com/?a=1',
    'https://hub.example.com/#a',
    'https://hub.example.com?',
    'https://hub.example.com\\@evil.example',
    'https://hub.exa mple.com',
    'https://hub.example.com\nhttps://evil.example',
    'ftp://hub.example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://',
    '',
  ])('refuses %j', (text) => {
    expect(() => normalAddress(text)).toThrow(/^server\.address/)
  })
})

it('knows this computer by address, not by a name that a name server decides', () => {
  for (const host of ['localhost', '127.0.0.1', '127.9.9.9', '[::1]']) expect(isLoopback(host)).toBe(true)
  for (const host of ['127.0.0.1.nip.io', 'local', '128.0.0.1', '[::2]', ''])
    expect(isLoopback(host)).toBe(false)
})

it('takes the registry of a server from its address, and Docker Hub for what it is', () => {
  const choice = { kind: 'server', url: 'hub.example.com:8443/', caFile: 'ca.pem' } as const
  const server = serverOf(choice)
  expect(server).toEqual({
    kind: 'server',
    url: 'https://hub.example.com:8443',
    registry: 'hub.example.com:8443',
    caFile: 'ca.pem',
  })
  expect(serverName(server)).toBe('hub.example.com:8443')
  expect(serverOf({ kind: 'dockerHub' })).toMatchObject({ url: 'https://hub.docker.com', registry: '' })
  expect(serverOf({ ...choice, url: 'https://hub.docker.com/v2' }).kind).toBe('dockerHub')
})

it('lets the demo be on this computer only', () => {
  expect(demoServer({ url: 'http://127.0.0.1:4711', registry: 'localhost:4711' })).toMatchObject({
    kind: 'demo',
    registry: 'localhost:4711',
  })
  expect(() => demoServer({ url: 'https://hub.example.com', registry: '' })).toThrow(/^server\.address/)
})
