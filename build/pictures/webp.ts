// Makes pictures small in a browser, which knows how: no program or package for it is needed.
import { readFileSync } from 'node:fs'
import { chromium } from 'playwright'
import { chromiumPath } from '../chromium.ts'
import { fromRoot, sandboxFlags } from '../project.ts'

const quality = 0.8

/** WebP of PNG files, in their order. */
export async function webpOf(files: readonly string[]): Promise<Buffer[]> {
  const executablePath = chromiumPath()
  if (executablePath === null) throw new Error('pictures need Chromium: install it, or set CHROMIUM')
  const browser = await chromium.launch({ executablePath, args: [...sandboxFlags] })
  try {
    const page = await browser.newPage()
    await page.addScriptTag({ path: fromRoot('build', 'pictures', 'canvas.js') })
    const made: Buffer[] = []
    for (const file of files) {
      const png = `data:image/png;base64,${readFileSync(file).toString('base64')}`
      const address = await page.evaluate<string>(`webp('${png}', ${quality})`)
      made.push(Buffer.from(address.slice(address.indexOf(',') + 1), 'base64'))
    }
    return made
  } finally {
    await browser.close()
  }
}
