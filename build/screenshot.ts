// Keeps a picture of the virtual display fresh, for people who have no other way to look at it.
import { chmod, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { atEnd } from './ending.ts'
import { findProgram } from './packages/present.ts'
import { cacheFolder } from './project.ts'
import { run } from './run.ts'

const every = 2_000

/** Path of the picture, or null without scrot. It may show a secret: only this user can read it, and it goes at the end. */
export async function keepScreenshot(display: string, env: Record<string, string>): Promise<string | null> {
  if (findProgram('scrot') === null) return null
  const folder = join(cacheFolder(), 'screen')
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o700)
  const picture = join(folder, `display-${display.replace(':', '')}.png`)
  const next = picture.replace('.png', '-next.png')

  let stopped = false
  let taking: Promise<void> = Promise.resolve()
  const take = async () => {
    const { code } = await run('scrot', ['-o', next], { env, deadline: 10_000 })
    // Renamed, so that nobody ever opens half a picture.
    if (code === 0 && !stopped) await rename(next, picture)
  }
  const timer = setInterval(() => {
    taking = taking.then(take, take)
  }, every)
  atEnd(async () => {
    stopped = true
    clearInterval(timer)
    await taking.catch(() => undefined)
    await rm(picture, { force: true })
    await rm(next, { force: true })
  })
  return picture
}
