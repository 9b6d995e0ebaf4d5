// Pictures of a page in every size and theme that it is looked at in.
import { mkdirSync, writeFileSync } from 'node:fs'
import { fromRoot } from '../../build/project.ts'
import type { App } from './app.ts'

export const sizes = [
  { width: 1280, height: 800 },
  { width: 900, height: 600 },
]
export const themes = ['light', 'dark'] as const

/**
 * Saves test-results/screens/NAME-WIDTHxHEIGHT-THEME.png, four of them, then puts size and theme back.
 * Before each, `look` can check the page as it stands (with axe, say).
 */
export async function takeScreens(
  app: App,
  name: string,
  look?: (screen: { width: number; height: number; theme: 'light' | 'dark' }) => Promise<void>,
): Promise<void> {
  const folder = fromRoot('test-results', 'screens')
  mkdirSync(folder, { recursive: true })
  const before = await sizeOf(app)
  for (const { width, height } of sizes) {
    await resize(app, width, height)
    for (const theme of themes) {
      await switchTheme(app, theme)
      await settled(app)
      await look?.({ width, height, theme })
      await app.page.screenshot({
        path: `${folder}/${name}-${width}x${height}-${theme}.png`,
        animations: 'disabled',
      })
    }
  }
  await switchTheme(app, 'system')
  await resize(app, before.width, before.height)
}

/** The system's theme as the app sees it; a theme chosen in its settings does the same. */
export async function switchTheme(app: App, theme: 'light' | 'dark' | 'system'): Promise<void> {
  await app.electron.evaluate(({ nativeTheme }, source) => {
    nativeTheme.themeSource = source
  }, theme)
  if (theme !== 'system')
    await app.page.waitForFunction(`matchMedia('(prefers-color-scheme: ${theme})').matches`)
}

/** Sets the size of the page itself, without the window's frame, and waits until the page has it. */
export async function resize(app: App, width: number, height: number): Promise<void> {
  const window = await app.electron.browserWindow(app.page)
  await window.evaluate((target, [w, h]) => target.setContentSize(w, h), [width, height] as const)
  await app.page.waitForFunction(`innerWidth === ${width} && innerHeight === ${height}`)
}

/** Saves test-results/screens/NAME.png as the window shows it: Playwright's own picture of a zoomed page is a part of it. */
export async function takeWindow(app: App, name: string): Promise<void> {
  const folder = fromRoot('test-results', 'screens')
  mkdirSync(folder, { recursive: true })
  await settled(app)
  // Captured is what was painted last.
  await app.page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  const window = await app.electron.browserWindow(app.page)
  const png = await window.evaluate(async (target) =>
    (await target.webContents.capturePage()).toPNG().toString('base64'),
  )
  writeFileSync(`${folder}/${name}.png`, Buffer.from(png, 'base64'))
}

/** Waits for what is on its way to another colour or place. What turns for ever is not waited for. */
export const settled = (app: App): Promise<void> =>
  app.page.evaluate(`
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime))
        .map(({ finished }) => finished),
    ).then(() => undefined)
  `)

async function sizeOf(app: App): Promise<{ width: number; height: number }> {
  const window = await app.electron.browserWindow(app.page)
  const [width = 0, height = 0] = await window.evaluate((target) => target.getContentSize())
  return { width, height }
}
