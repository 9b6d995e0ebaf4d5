import { describe, expect, it } from 'vitest'
import { fieldOf, fieldWords, presentable, serverWords } from './server-words.ts'

const dockerSecret = (kind: string) => `${['dckr', kind, ''].join('_')}${'Ab3-_'.repeat(6)}`
const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJhIn0', 'c2lnbmF0dXJl'].join('.')

describe('serverWords', () => {
  it.each([
    [{ message: 'first', detail: 'second', text: 'third' }, 'first'],
    [{ detail: 'second', message: '' }, 'second'],
    [{ detail: 'Rate limit exceeded', error: false }, 'Rate limit exceeded'],
    [{ code: 3, message: 'invalid argument', details: [] }, 'invalid argument'],
    [{ text: 'third', fields: { label: ['no'] } }, 'third'],
    [{ fields: { label: ['too long', 'too odd'] } }, 'too long'],
    [{ fields: { label: 'too long' } }, 'too long'],
    [{ detail: { nested: true }, message: 5 }, undefined],
    [{ fields: [] }, undefined],
    [['detail'], undefined],
    [null, undefined],
    ['detail', undefined],
  ])('takes the first words of %j', (body, words) => {
    expect(serverWords(body)).toBe(words)
  })

  it('names the field and what is wrong with it', () => {
    const body = { fields: { 'resources.0.path': ['unknown repository'], label: ['x'] }, text: 'some fields' }
    expect(fieldOf(body)).toBe('resources')
    expect(fieldWords(body)).toBe('unknown repository')
    expect(fieldOf({ text: 'no' })).toBeUndefined()
  })
})

describe('presentable', () => {
  it.each([
    ['an organization token', dockerSecret('oat')],
    ['a personal token', dockerSecret('pat')],
    ['a JSON Web Token', jwt],
    ['a bearer line', `Bearer ${'q'.repeat(30)}`],
  ])('cuts out %s', (_what, secret) => {
    const shown = presentable(`before ${secret} after`)
    expect(shown).toMatch(/^before .*\[redacted\].* after$/)
    expect(shown).not.toContain(secret.slice(-12))
  })

  it('cuts out the very secrets that were sent, however they look', () => {
    expect(presentable('no user with hunter2! here, hunter2!', ['hunter2!'])).toBe(
      'no user with [redacted] here, [redacted]',
    )
  })

  it('spells out what reorders, hides or breaks text', () => {
    expect(presentable('a\u202Eb\u200Bc\u0000d\uFEFFe')).toBe('a<U+202E>b<U+200B>c<U+0000>d<U+FEFF>e')
    expect(presentable('line\r\n\tbreak')).toBe('line break')
    expect(presentable('half \uD83D pair')).toBe('half <U+D83D> pair')
    expect(presentable('whole 🐳 pair')).toBe('whole 🐳 pair')
  })

  it('ends after 300 characters', () => {
    const shown = presentable('🐳'.repeat(100_000))
    expect([...shown]).toHaveLength(300)
    expect(shown.endsWith('…')).toBe(true)
    expect(presentable('x'.repeat(300))).toBe('x'.repeat(300))
  })
})
