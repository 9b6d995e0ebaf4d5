import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readFeed } from './feed.ts'
import { signFeed } from './signature.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const source = {
  feed: 'https://updates.example/granary/',
  keys: [publicKey.export({ format: 'der', type: 'spki' }).toString('base64')],
}
const name = 'latest-linux.yml'
const sha512 = Buffer.alloc(64, 7).toString('base64')
const good = [
  'version: 0.2.0',
  'files:',
  '  - url: Granary-0.2.0.AppImage',
  `    sha512: ${sha512}`,
  '    size: 123',
  'path: Granary-0.2.0.AppImage',
  `sha512: ${sha512}`,
  'stagingPercentage: 10',
  'packages: {}',
  "releaseDate: '2026-11-25T10:00:00.000Z'",
  'releaseNotes: |-',
  '  ### Added',
  '',
].join('\n')
const read = (answer: Response | Error, asked: string[] = []) =>
  readFeed({
    ...{ source, name, parse },
    fetch(url) {
      asked.push(url)
      if (answer instanceof Error) throw answer
      return answer
    },
  })
const signed = (text: string) => new Response(signFeed(name, text, privateKey))

describe('reading the feed', () => {
  it('asks beside the address and takes what it knows', async () => {
    const asked: string[] = []
    expect(await read(signed(good), asked)).toEqual({
      version: '0.2.0',
      files: [{ url: 'Granary-0.2.0.AppImage', sha512, size: 123 }],
      releaseDate: '2026-11-25T10:00:00.000Z',
      releaseNotes: '### Added',
    })
    expect(asked).toEqual(['https://updates.example/granary/latest-linux.yml'])
  })

  it.each([
    ['unsigned', new Response(good)],
    ['signed for another system', new Response(signFeed('latest.yml', good, privateKey))],
    ['a sign-in page', new Response('<html>Welcome</html>')],
  ])('refuses what is %s', async (_, answer) => {
    await expect(read(answer)).rejects.toMatchObject({ failure: { code: 'update.notSigned' } })
  })

  it.each([
    ['an address elsewhere', good.replace('url: Granary', 'url: https://elsewhere.example/Granary')],
    ['a way out of the folder', good.replace('url: Granary', 'url: ../Granary')],
    ['no checksum', good.replaceAll(/ +sha512.*\n/g, '')],
    ['a version that is none', good.replace('0.2.0\n', 'newest\n')],
    ['no YAML', '{'],
  ])('does not understand %s, even when it is signed', async (_, text) => {
    await expect(read(signed(text))).rejects.toMatchObject({ failure: { code: 'update.unreachable' } })
  })

  it.each([
    ['nobody answers', new TypeError('fetch failed')],
    ['there is none', new Response('', { status: 404 })],
    ['it does not end', new Response('x'.repeat(300_000))],
  ])('says so when %s', async (_, answer) => {
    await expect(read(answer)).rejects.toMatchObject({ failure: { code: 'update.unreachable' } })
  })
})
