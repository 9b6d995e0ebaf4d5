// The styles hold for languages that are written from right to left, and for whoever wants less motion.
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromRoot } from './project.ts'

const sheets = readdirSync(fromRoot('renderer'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(vue|css)$/.test(file))
  .map((file) => ({ file, css: styleOf(file, readFileSync(fromRoot('renderer', file), 'utf8')) }))

function styleOf(file: string, text: string): string {
  return file.endsWith('.css') ? text : text.slice(text.indexOf('<style') >>> 0)
}

/** Sides of the screen, where the beginning and the end of a line are meant. */
const sides = [
  /\b(?:margin|padding|border)-(?:left|right)\b/,
  /(?:^|[{;\s])(?:left|right):/m,
  /\b(?:text-align|float|clear): (?:left|right)\b/,
  /\bborder-(?:top|bottom)-(?:left|right)-radius\b/,
]

/** `padding: 1px 2px 3px 4px`: the second and the fourth are sides. */
const unevenSides = (css: string): string[] =>
  [...css.matchAll(/^ *(?:padding|margin|inset): ([^;\n]+);/gm)]
    .filter(([, value = '']) => {
      const [, right, , left] = value.split(/ (?![^(]*\))/)
      return left !== undefined && left !== right
    })
    .map(([line]) => line.trim())

describe('every style', () => {
  it('says start and end, not left and right', () => {
    const found = sheets.flatMap(({ file, css }) => [
      ...sides.flatMap((side) => (side.exec(css) ? [`${file}: ${String(side.exec(css))}`] : [])),
      ...unevenSides(css).map((line) => `${file}: ${line}`),
    ])
    expect(sheets.length).toBeGreaterThan(50)
    expect(found).toEqual([])
  })

  it('moves only in durations that reduced motion takes away', () => {
    const moving = sheets.flatMap(({ file, css }) =>
      [...css.matchAll(/\b(?:transition|animation): ([^;]+);/g)]
        .filter(([, value = '']) => /\d(?:ms|s)\b/.test(value) && !/infinite/.test(value))
        .map(([line]) => `${file}: ${line}`),
    )
    expect(moving).toEqual([])
  })
})

describe('every field', () => {
  const tags = readdirSync(fromRoot('renderer'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.vue'))
    .flatMap((file) => {
      const text = readFileSync(fromRoot('renderer', file), 'utf8').split('<style')[0] ?? ''
      return [...text.matchAll(/<(input|textarea|BaseInput|ListboxFilter|ComboboxInput)\b[^>]*>/g)].map(
        ([tag, name]) => ({ file, tag, name }),
      )
    })
  const typed = tags.filter(({ tag }) => !/type="(?:checkbox|radio|number|time|date|file)"/.test(tag))

  it('is spelled as it is typed', () => {
    const own = typed.filter(({ name }) => name !== 'BaseInput')
    expect(own.length).toBeGreaterThan(4)
    expect(own.filter(({ tag }) => !tag.includes('spellcheck="false"')).map(({ file }) => file)).toEqual([])
  })

  it('for a secret offers nothing from before', () => {
    const secret = tags.filter(({ tag }) => tag.includes('"password"') || tag.includes("'password'"))
    expect(secret.length).toBeGreaterThan(1)
    // WCAG 1.3.5 wants a password's purpose named; Electron itself keeps none.
    const named = /autocomplete="(?:off|current-password)"/
    expect(secret.filter(({ tag }) => !named.test(tag)).map(({ file }) => file)).toEqual([])
  })
})
