// `npm start`: builds what is stale and opens the app, on any machine. Arguments after `--` go to the app.
import { buildStale } from './stale.ts'
import { desktopToStart } from './desktop.ts'
import { command } from './ending.ts'
import { launch } from './launch.ts'
import { packagesToStart } from './packages.ts'
import { findRuntime } from './runtime.ts'
import { say } from './say.ts'
import { keepScreenshot } from './screenshot.ts'

command(async () => {
  await packagesToStart()
  const runtime = await findRuntime()
  if (!(await buildStale())) return 1
  const desktop = await desktopToStart()
  if (desktop.virtualDisplay !== null) await tellWhereToLook(desktop.virtualDisplay, desktop.env)
  say('opening Granary (Ctrl+C quits)')
  return launch(runtime.executable, process.argv.slice(2), desktop.env)
})

async function tellWhereToLook(display: string, env: Record<string, string>): Promise<void> {
  const picture = await keepScreenshot(display, env)
  if (picture !== null) say(`there is no screen here: a picture of the app is kept fresh in ${picture}`)
  const access = `DISPLAY=${display} XAUTHORITY=${env['XAUTHORITY'] ?? ''}`
  say(`to work in it: ${access} x11vnc -localhost (package x11vnc), or any X program with ${access}`)
}
