// The page that a PDF is printed from: plain HTML, in which other people's text is only ever text.
import { legible } from './legible.ts'
import { madeByInWords, momentInWords } from './phrases.ts'

/** Markup made here. Only `html` makes it, so that nothing gets in unescaped. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (found) => entities[found] ?? '')

type Part = string | number | Markup | readonly Markup[]

const written = (part: Part): string => {
  if (part instanceof Markup) return part.text
  if (typeof part === 'object') return part.map(({ text }) => text).join('')
  return escaped(legible(String(part)))
}

/** A template whose values are text, escaped and made legible, unless they are markup themselves. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Markup =>
  new Markup(strings.reduce((text, string, at) => text + written(parts[at - 1] ?? '') + string))

interface Head {
  title: string
  madeAt: string
  madeWith: string
  madeBy: readonly { account: string; server: string }[]
  filters: readonly string[]
}

/** Who, when, through which server, chosen by what; `facts` are more lines of the same kind. */
export const headOf = (head: Head, facts: readonly (readonly [string, string])[]): Markup =>
  html` <h1>${head.title}</h1>
    <dl>
      ${[
        ['Made', `${momentInWords(head.madeAt)} with ${head.madeWith}`] as const,
        ['By', madeByInWords(head)] as const,
        ['Filters', head.filters.join('; ') || 'None: everything is listed'] as const,
        ...facts,
      ].map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>`

/** The whole document; its style comes from `paperStyle`. */
export const pageOf = (title: string, body: Markup): string =>
  `<!doctype html>\n${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <link rel="stylesheet" href="style.css" />
      </head>
      <body>
        ${body}
      </body>
    </html>`.text
  }\n`

/** Black on white, no colour that means anything, table heads on every page, rows kept together. */
export const paperStyle = `
@page { size: A4 landscape; margin: 14mm 12mm 16mm }
* { box-sizing: border-box; margin: 0; padding: 0 }
body { color: #000; background: #fff; font: 8.5pt/1.4 'Noto Sans', 'Liberation Sans', 'DejaVu Sans', Arial, sans-serif }
h1 { font-size: 16pt; line-height: 1.25; margin-bottom: 8pt; overflow-wrap: anywhere }
h2 { font-size: 11pt; margin: 14pt 0 4pt; break-after: avoid }
dl { display: grid; grid-template-columns: 28mm 1fr; gap: 2pt 4mm; margin-bottom: 12pt }
dt { font-weight: bold }
dd { overflow-wrap: anywhere }
table { width: 100%; border-collapse: collapse; table-layout: fixed }
col.wide { width: 29% }
col.narrow { width: 9% }
col.middle { width: 22% }
thead { display: table-header-group }
tr { break-inside: avoid }
th, td { padding: 3.5pt 6pt 3.5pt 0; text-align: left; vertical-align: top; overflow-wrap: anywhere; border-bottom: 0.5pt solid #888 }
th { font-size: 8pt; border-bottom: 1pt solid #000 }
strong { font-size: 9pt; unicode-bidi: isolate }
ul { list-style: none }
li + li { margin-top: 1.5pt }
code { display: inline-block; max-width: 100%; font: 7pt/1.35 'DejaVu Sans Mono', 'Liberation Mono', monospace }
.small { font-size: 7.5pt }
`
