// The server's own words, made fit to be shown and logged: first sentence, bounded, visible, without secrets.

const maximumLength = 300

/** Shapes that are secrets wherever they stand: Docker's tokens, JSON Web Tokens, authorization headers. */
const secretShapes = [
  /dckr_[a-z]+_[A-Za-z0-9_-]+/g,
  /eyJ[A-Za-z0-9_-]{5,}(\.[A-Za-z0-9_-]*){0,2}/g,
  /\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi,
]

// Controls, and characters that reorder or hide text (bidi controls, zero width, invisible operators).
const hidden =
  // eslint-disable-next-line no-control-regex -- these are the characters to find
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu

/** `text` bounded to 300 characters, with hidden characters spelled out and secrets cut out. */
export function presentable(text: string, secrets: readonly string[] = []): string {
  let shown = text.slice(0, 20 * maximumLength)
  for (const secret of secrets) if (secret.length >= 4) shown = shown.split(secret).join('[redacted]')
  for (const shape of secretShapes) shown = shown.replace(shape, '[redacted]')
  shown = shown
    .replace(/[\t\r\n ]+/g, ' ')
    .trim()
    .replace(
      hidden,
      (character) => `<U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`,
    )
  const characters = [...shown]
  return characters.length <= maximumLength ? shown : `${characters.slice(0, maximumLength - 1).join('')}…`
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The first of `message`, `detail`, `text` and `fields.*` that holds words. */
export function serverWords(body: unknown, secrets: readonly string[] = []): string | undefined {
  if (!isRecord(body)) return undefined
  for (const name of ['message', 'detail', 'text']) {
    const words = body[name]
    if (typeof words === 'string' && words.trim() !== '') return presentable(words, secrets)
  }
  return fieldWords(body, secrets)
}

function firstField(body: unknown): [name: string, words: unknown] | undefined {
  if (!isRecord(body) || !isRecord(body['fields'])) return undefined
  return Object.entries(body['fields'])[0]
}

/** What the server says about the first field it found fault with: `fields.NAME` is a list or a sentence. */
export function fieldWords(body: unknown, secrets: readonly string[] = []): string | undefined {
  const words = firstField(body)?.[1]
  const first: unknown = Array.isArray(words) ? words[0] : words
  return typeof first === 'string' && first.trim() !== '' ? presentable(first, secrets) : undefined
}

/** The wire name of the field that the server found fault with: `label`, `resources`, `expires_at`, … */
export function fieldOf(body: unknown): string | undefined {
  const name = firstField(body)?.[0].split(/[.[]/)[0]
  return name === undefined ? undefined : presentable(name).slice(0, 60)
}
