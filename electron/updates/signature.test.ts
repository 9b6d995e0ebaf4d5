import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openFeed, signFeed } from './signature.ts'

const pair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { secret: privateKey, key: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') }
}
const ours = pair()
const text = "version: 0.2.0\nreleaseNotes: 'Größer'\n"

describe('the signature of a feed', () => {
  it('gives back what was signed', () => {
    expect(openFeed('latest.yml', signFeed('latest.yml', text, ours.secret), [ours.key])).toBe(text)
  })

  it('is still taken when another key has come', () => {
    const signed = signFeed('latest.yml', text, ours.secret)
    expect(openFeed('latest.yml', signed, [pair().key, ours.key])).toBe(text)
  })

  it('refuses what somebody else signed', () => {
    expect(openFeed('latest.yml', signFeed('latest.yml', text, pair().secret), [ours.key])).toBeNull()
  })

  it('refuses a changed text', () => {
    const signed = signFeed('latest.yml', text, ours.secret).replace('0.2.0', '0.3.0')
    expect(openFeed('latest.yml', signed, [ours.key])).toBeNull()
  })

  it('refuses the feed of another system', () => {
    const signed = signFeed('latest-mac.yml', text, ours.secret)
    expect(openFeed('latest-linux.yml', signed, [ours.key])).toBeNull()
  })

  it.each(['', text, '<html>Sign in to this network</html>', '# signature: \n', `${text}# signature: ?\n`])(
    'refuses what bears none: %j',
    (answer) => {
      expect(openFeed('latest.yml', answer, [ours.key])).toBeNull()
    },
  )

  it('takes no second text after the signature', () => {
    const signed = `${signFeed('latest.yml', text, ours.secret)}version: 9.9.9\n`
    expect(openFeed('latest.yml', signed, [ours.key])).toBeNull()
  })
})
