import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oneLine, redact } from './redact.ts'

const secretOf = (kind: string): string => ['dckr', kind, randomBytes(24).toString('base64url')].join('_')

describe('a known secret', () => {
  const secret = `pass word/${randomBytes(9).toString('base64')}"é`

  it.each([
    ['as it is', secret],
    ['percent-encoded', encodeURIComponent(secret)],
    ['inside JSON', JSON.stringify({ x: secret })],
    ['in hex', Buffer.from(secret).toString('hex')],
  ])('is taken out %s', (_, text) => {
    const clean = redact(`before ${text} after`, [secret])
    expect(clean).toContain('[redacted]')
    expect(clean).toMatch(/^before .* after$/)
    expect(clean).not.toContain(text)
  })

  it.each(['acme:', 'a:', 'ab:'])('is taken out of base64 after %j', (user) => {
    const text = Buffer.from(`${user}${secret}`).toString('base64')
    const clean = redact(text, [secret])
    // At most the two characters at each end that also carry bits of the neighbours are left.
    expect(clean.replace('[redacted]', '').length).toBeLessThan(
      Buffer.from(user).toString('base64').length + 6,
    )
  })

  it('never survives, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 8 }), fc.string(), (before, known, after) => {
        // The replacement itself may hold the secret when the secret is a part of it.
        fc.pre(!'[redacted]'.includes(known))
        const clean = redact(`${before}${known}${after}`, [known])
        expect(clean.split('[redacted]').some((piece) => piece.includes(known))).toBe(false)
      }),
    )
  })
})

describe('what looks like a credential', () => {
  it.each(['oat', 'pat'])('dckr_%s_ is taken out', (kind) => {
    const secret = secretOf(kind)
    expect(redact(`docker said ${secret}.`)).toBe('docker said [redacted].')
    expect(redact(Buffer.from(`acme:${secret}`).toString('base64'))).not.toContain(
      Buffer.from(secret).toString('base64').slice(8, 20),
    )
  })

  it('bearers, basic credentials, session tokens and addresses with a password are taken out', () => {
    const part = randomBytes(20).toString('base64url')
    for (const text of [
      `Authorization: Bearer ${part}`,
      `basic ${part}`,
      `eyJ${part}.${part}.${part}`,
      `https://acme:${part}@hub.example.com/v2/`,
      `{"password":"${part}"}`,
      `refresh_token=${part}&x=1`,
    ])
      expect(redact(text)).not.toContain(part)
  })

  it.each([
    'Get "http://localhost:5000/v2/": unauthorized: incorrect username or password',
    'dial tcp: lookup nosuch.invalid on 10.0.0.1:53: no such host',
    'error storing credentials - err: exit status 1, out: `keyring is locked`',
  ])('plain words are left alone: %s', (text) => {
    expect(redact(text)).toBe(text)
  })

  it('takes no longer than its input is long', () => {
    const time = (text: string) => {
      const start = process.hrtime.bigint()
      redact(text)
      return Number(process.hrtime.bigint() - start)
    }
    const hostile = ['a'.repeat(1000), '://a', 'token=', 'eyJ'.repeat(20), '"\\'].join('')
    const short = Math.min(...[1, 2, 3].map(() => time(hostile.repeat(10))))
    const long = Math.min(...[1, 2, 3].map(() => time(hostile.repeat(100))))
    expect(long / short).toBeLessThan(60)
  })
})

describe('oneLine', () => {
  it('drops line ends, terminal codes and direction marks, and shortens', () => {
    expect(oneLine('a\r\nb\u001b[31mc\u202ed')).toBe('a b [31mc d')
    expect(oneLine('x'.repeat(400))).toHaveLength(300)
  })
})
