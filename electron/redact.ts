// Takes secrets out of text that other programs or servers wrote. A second net: nothing here is a licence to log.

const mark = '[redacted]'

/** The part of `text`'s base64 that is the same whatever stands before and after it, at each of the three offsets. */
const base64Cores = (text: string): string[] =>
  [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)])
    const whole = Math.floor((bytes.length * 8) / 6)
    return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), whole)
  })

const base64Url = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_')

/** Every spelling in which a known secret is looked for. */
function spellings(secret: string): string[] {
  if (secret.length < 6) return [secret]
  const cores = base64Cores(secret)
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('hex'),
    ...cores,
    ...cores.map(base64Url),
  ]
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

const prefix = ['dckr', ''].join('_')
const encodedPrefix = base64Cores(prefix).map(escaped).join('|')

// Bounded repetition wherever a run could otherwise be scanned again from each of its characters.
const shapes: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`${prefix}[a-z]+_[\\w-]+`, 'gi'), mark],
  [new RegExp(`(?:${encodedPrefix})[\\w+/=-]+`, 'g'), mark],
  [/\beyJ[\w-]{8,}\.[\w-]*\.?[\w-]*/g, mark],
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${mark}`],
  [/([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]{1,500}@/gi, `$1${mark}@`],
  [
    /(["']?\b(?:password|passwd|secret|\w{0,20}token|auth|authorization)["']?\s{0,5}[:=]\s{0,5})("(?:[^"\\]|\\.)*"|'[^']*'|[^\s,;}&]+)/gi,
    `$1${mark}`,
  ],
]

/**
 * `text` with every spelling of the known `secrets` (as they are, base64, hex, percent, JSON) and everything
 * that looks like a credential replaced.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text
  for (const secret of secrets)
    if (secret !== '') for (const spelling of spellings(secret)) clean = clean.replaceAll(spelling, mark)
  for (const [shape, replacement] of shapes) clean = clean.replaceAll(shape, replacement)
  return clean
}

/** One printable line of at most `limit` characters: what a page may show of another program's words. */
export function oneLine(text: string, limit = 300): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line
}
