// Every page and dialog as somebody needs it: twice as large, without motion, from right to left, with the keyboard alone,
// with more contrast and in the computer's own colours.
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { fromRoot } from '../../build/project.ts'
import { resize, takeWindow } from '../support/screens.ts'
import { expect, test } from './story.ts'
import { tour } from './tour.ts'

const script = (name: string) => readFileSync(fromRoot('tests', 'support', `${name}.js`), 'utf8')
const [reach, focus] = [script('reach-page'), script('focus-page')]

const windows = [
  { width: 1440, height: 900 },
  { width: 900, height: 600 },
  // No window is smaller.
  { width: 720, height: 480 },
]

/** What moves for longer than a moment, or would. */
const moving = `[...document.querySelectorAll('*')].flatMap((element) => {
  const { animationDuration, transitionDuration } = getComputedStyle(element)
  const longest = Math.max(...[animationDuration, transitionDuration].join().split(',').map(parseFloat))
  return longest > 0.01 ? [element.className] : []
})`

/** Parts of a page from right to left that run from left to right. */
const againstTheLine = `[...document.querySelectorAll('body *')]
  .filter((element) => getComputedStyle(element).direction === 'ltr' && !element.closest('bdi, code, kbd, .mono, select, input'))
  .map(({ className }) => String(className))`

test('at 200 % nothing is out of reach, and with reduced motion nothing moves', async ({ start }) => {
  const app = await start()
  const { page } = app
  const window = await app.electron.browserWindow(page)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.evaluate(`granary.invoke('app.changeSettings', { zoom: 200 })`)
  await tour(page, 'Crane telemetry', async (name) => {
    expect.soft(await page.evaluate(moving), `what moves on ${name}`).toEqual([])
    // The menu of a row goes with its row, which another size may take out of the document.
    for (const { width, height } of name === 'row-menu' ? windows.slice(-1) : windows) {
      await window.evaluate((target, [w, h]) => target.setContentSize(w, h), [width, height] as const)
      await page.waitForFunction(`innerWidth === ${width / 2} && innerHeight === ${height / 2}`)
      await takeWindow(app, `zoom-${width}-${name}`)
      expect.soft(await page.evaluate(reach), `${name} at ${width} x ${height}`).toEqual([])
    }
  })
})

test('from right to left nothing is out of reach, and the focus is always seen', async ({ start }) => {
  const app = await start()
  const { page } = app
  await resize(app, 1280, 800)
  await tour(page, 'מעקב אחר עגורנים (3)', async (name) => {
    await page.evaluate(`document.documentElement.dir = 'rtl'`)
    await takeWindow(app, `rtl-${name}`)
    expect.soft(await page.evaluate(againstTheLine), `${name} runs against the line`).toEqual([])
    expect.soft(await page.evaluate(reach), `${name} from right to left`).toEqual([])
    await page.evaluate(`document.documentElement.dir = 'ltr'`)
    expect.soft(await walk(page), `the focus on ${name}`).toEqual([])
    if (!['inventory', 'token', 'all-selected', 'wizard-3', 'wizard-4'].includes(name)) return
    await page.emulateMedia({ forcedColors: 'active' })
    await takeWindow(app, `forced-${name}`)
    await page.emulateMedia({ forcedColors: 'none', contrast: 'more' })
    await takeWindow(app, `contrast-${name}`)
    await page.emulateMedia({ contrast: 'no-preference' })
  })
})

/** Tab until it comes round; a menu has arrow keys instead. */
async function walk(page: Page): Promise<string[]> {
  const unseen: string[] = []
  if ((await page.getByRole('menu').count()) > 0) return unseen
  for (let pressed = 0; ; pressed += 1) {
    await page.keyboard.press('Tab')
    const found = await page.evaluate<string | null>(focus)
    if (found === null) break
    if (found !== '') unseen.push(found)
    expect(pressed, 'Tab comes round').toBeLessThan(400)
  }
  // The tooltip of what was reached last would lie over others.
  await page.evaluate('document.activeElement.blur()')
  return unseen
}
