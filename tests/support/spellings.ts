// The nine spellings in which a secret may turn up where it should not.

export const encodings = [
  'raw',
  'base64 at offset 0',
  'base64 at offset 1',
  'base64 at offset 2',
  'base64url',
  'hex',
  'percent',
  'JSON escape',
  'UTF-16LE',
] as const

export type Encoding = (typeof encodings)[number]

/** The characters of base64 that do not depend on what stands before (`offset` bytes) and after. */
function base64Core(text: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)])
  return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6))
}

const perCharacter = (text: string, spell: (unit: number) => string): string =>
  [...Array(text.length).keys()].map((index) => spell(text.charCodeAt(index))).join('')

/** Every string of bytes to look for, per encoding. Canaries are ASCII. */
export function spellingsOf(canary: string): [Encoding, Buffer][] {
  // A spelling that changes nothing is the raw one.
  const ascii = (encoding: Encoding, ...texts: string[]): [Encoding, Buffer][] =>
    texts
      .filter((text) => encoding === 'raw' || text !== canary)
      .map((text) => [encoding, Buffer.from(text, 'latin1')])
  const hex = Buffer.from(canary).toString('hex')
  const percent = perCharacter(canary, (unit) => `%${unit.toString(16).padStart(2, '0')}`)
  const escape = perCharacter(canary, (unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
  const upper = (text: string) => text.replaceAll(/(?<=%|\\u)[0-9a-f]+/g, (digits) => digits.toUpperCase())
  const cores = [0, 1, 2].map((offset) => base64Core(canary, offset))
  return [
    ...ascii('raw', canary),
    ...cores.flatMap((core, offset) => ascii(encodings[(offset + 1) as 1 | 2 | 3], core)),
    ...ascii('base64url', ...cores.map((core) => core.replaceAll('+', '-').replaceAll('/', '_'))),
    ...ascii('hex', hex, hex.toUpperCase()),
    ...ascii('percent', percent, upper(percent), encodeURIComponent(canary)),
    ...ascii('JSON escape', escape, upper(escape), JSON.stringify(canary).slice(1, -1)),
    ['UTF-16LE', Buffer.from(canary, 'utf16le')],
  ]
}
