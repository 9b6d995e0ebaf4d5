// Text of other people's making as a reader can trust it: what hides or reorders characters is written out, and what
// looks like a Docker secret is taken out, because a report is made to be handed on.

/** Controls but the line feed, and what is invisible or turns the reading direction. */
const deceptive = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\uFE00-\uFE0F]/gu
/** An emoji of several parts is joined by these; alone they hide nothing. */
const harmless = new Set(['\u200D', '\uFE0F'])

const secretShape = new RegExp(`${['dckr', ''].join('_')}[a-z]+_[\\w-]+`, 'gi')

/** Somebody pasted a secret into a label or a description: it does not travel on. */
export const withoutSecrets = (text: string): string => text.replaceAll(secretShape, '[secret left out]')

/** One line of text; `‹U+202E›` stands for a character that cannot be seen, `⏎` for the end of a line. */
export const legible = (text: string): string =>
  text
    .replaceAll(/\r\n?|\n/g, ' ⏎ ')
    .replaceAll(deceptive, (found) => (harmless.has(found) ? found : codeOf(found)))
    .trim()

const codeOf = (character: string): string =>
  `‹U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`
