// docs/troubleshooting.md says of every failure what the app says, word for word, and nothing that the app does not say.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it, test } from 'vitest'
import { failureCodes } from '../shared/errors.ts'
import { failureWords } from '../renderer/messages.ts'

const file = fileURLToPath(new URL('../docs/troubleshooting.md', import.meta.url))
const inOneLine = (text: string) => text.replaceAll(/\s*\n>?\s*/g, ' ').trim()
/** Title and the sentence that is quoted below it. */
const entries = new Map(
  [...readFileSync(file, 'utf8').matchAll(/^### (.+)\n\n((?:>.*\n)+)/gm)].map(
    ([, title = '', quoted = '']) => [title, inOneLine(quoted).replace(/^> ?/, '')],
  ),
)

test.each(failureCodes)('%s is explained in docs/troubleshooting.md', (code) => {
  const { title, text } = failureWords({ code })
  expect(entries.get(title), `the text below “### ${title}”`).toBe(text)
})

it('explains no message that is gone', () => {
  const titles = new Set(failureCodes.map((code) => failureWords({ code }).title))
  expect([...entries.keys()].filter((title) => !titles.has(title))).toEqual([])
})
