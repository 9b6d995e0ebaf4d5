// Texts that people write, as zod schemas: bounded, and without what could not be echoed or shown.
import * as z from 'zod'

/** Characters as people count them, not UTF-16 units; neither control characters nor halves of a pair. */
export const text = (maximum: number, forbidden: RegExp) =>
  z.string().superRefine((value, context) => {
    if ([...value].length > maximum) context.addIssue(`must have ${maximum} characters at most`)
    // Unpaired surrogates do not survive UTF-8, so they could not be echoed as sent.
    if (/\p{Surrogate}/u.test(value) || forbidden.test(value))
      context.addIssue('must not contain control characters')
  })

// eslint-disable-next-line no-control-regex -- these are the characters to refuse
export const controls = /[\u0000-\u001f\u007f]/
// eslint-disable-next-line no-control-regex -- the same, but a description may have lines
export const controlsButLines = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/
