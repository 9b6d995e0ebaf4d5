// The page's files, and nothing else, by their addresses.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pageFile, servePages } from './page.ts'
import { contentSecurityPolicy } from './security.ts'

let folder: string
const inside = () => join(folder, 'renderer')
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'granary-page-'))
  mkdirSync(join(inside(), 'assets'), { recursive: true })
  for (const [file, text] of [
    ['renderer/index.html', '<p>page'],
    ['renderer/assets/start-a_B-1.js', 'start()'],
    ['renderer/notes.txt', 'not for the page'],
    ['secret.js', 'outside'],
  ] as const)
    writeFileSync(join(folder, file), text)
})
afterAll(() => rmSync(folder, { recursive: true }))

it('are served with their type and the headers that bind the page', () => {
  const { statusCode, mimeType, data, headers } = pageFile(inside(), 'app://granary/')
  expect([statusCode, mimeType, data]).toEqual([200, 'text/html', Buffer.from('<p>page')])
  expect(headers).toMatchObject({ 'Content-Security-Policy': contentSecurityPolicy })
  expect(pageFile(inside(), 'app://granary/assets/start-a_B-1.js?x#y')).toMatchObject({
    statusCode: 200,
    mimeType: 'text/javascript',
  })
})

it.each([
  'app://granary/../secret.js',
  'app://granary/%2e%2e/secret.js',
  'app://granary/..%2fsecret.js',
  'app://granary/assets/%2e%2e%2f%2e%2e%2fsecret.js',
  'app://granary/nowhere.js',
  'app://granary/assets',
  'app://granary/notes.txt',
  'app://paper/index.html',
  'app://granary/%',
  'file:///etc/passwd.html',
  'not an address',
])('and not %s', (url) => {
  expect(pageFile(inside(), url)).toMatchObject({ statusCode: 404, data: Buffer.from('not found') })
})

it('tell that the skeleton is painted when the page asks for its start, after that was answered', async () => {
  const order: string[] = []
  let ask = (_url: string) => {}
  const painted = servePages(
    {
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      registerBufferProtocol: (_scheme, handler) => {
        ask = (url) => handler({ url } as never, () => order.push(url))
        return true
      },
    },
    inside(),
  ).then(() => order.push('painted'))
  ask('app://granary/')
  ask('app://granary/assets/start-a_B-1.js')
  await painted
  expect(order).toEqual(['app://granary/', 'app://granary/assets/start-a_B-1.js', 'painted'])
})
