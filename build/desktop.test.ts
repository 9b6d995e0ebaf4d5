// The display and the keyring that commands start, with the real programs: private, kept, and gone afterwards.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startDisplay } from './desktop/display.ts'
import { startKeyring } from './desktop/keyring.ts'
import { hasDisplay, hasSessionBus } from './desktop/present.ts'
import { fromRoot, onLinux, plainEnvironment } from './project.ts'
import { run } from './run.ts'

let folder: string
const opened: { stop(): Promise<void> }[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'granary-desktop-test-'))
})
afterEach(async () => {
  for (const one of opened.splice(0)) await one.stop()
  rmSync(folder, { recursive: true, force: true })
})

// Elsewhere nothing is ever started.
if (!onLinux) {
  test('the display and the keyring of the system are used', async () => {
    expect([hasDisplay(), await hasSessionBus()]).toEqual([true, true])
  })
} else {
  test('nobody looks at the display without its cookie', async () => {
    const display = await startDisplay(folder)
    opened.push(display)
    const picture = join(folder, 'picture.png')
    const look = async (authority: string) =>
      (
        await run('scrot', ['-o', picture], {
          env: { ...plainEnvironment(), ...display.env, XAUTHORITY: authority },
        })
      ).code
    expect(await look('/dev/null')).not.toBe(0)
    expect(await look(display.env.XAUTHORITY)).toBe(0)
    expect((await stat(display.env.XAUTHORITY)).mode & 0o777).toBe(0o600)
  })

  test('what the keyring holds is there again next time', async () => {
    const data = join(folder, 'data')
    const first = await startKeyring(folder, data)
    opened.push(first)
    const store = await run('sh', ['-c', 'printf kept | secret-tool store --label=test granary test'], {
      env: { ...plainEnvironment(), ...first.env },
    })
    expect(store).toMatchObject({ code: 0 })
    await first.stop()

    const second = await startKeyring(folder, data)
    opened.push(second)
    const lookup = await run('secret-tool', ['lookup', 'granary', 'test'], {
      env: { ...plainEnvironment(), ...second.env },
    })
    expect(lookup).toMatchObject({ code: 0, stdout: 'kept' })
    expect((await stat(join(data, 'password'))).mode & 0o777).toBe(0o600)
  })

  test('what was started ends with a command that is killed outright', async () => {
    const code = `import { startGuarded } from ${JSON.stringify(fromRoot('build', 'desktop', 'guarded.ts'))}
      const script = 'echo $$ >&3; exec 3>&-; while :; do sleep 0.05; done'
      startGuarded('sh', ['-c', script], { env: process.env }).firstLine.then((pid) => console.log(pid))`
    const command = spawn(
      process.execPath,
      [fromRoot('node_modules', 'tsx', 'dist', 'cli.mjs'), '-e', code],
      {
        cwd: fromRoot(),
        stdio: ['ignore', 'pipe', 'inherit'],
        detached: true,
      },
    )
    const pid = await new Promise<number>((resolve) =>
      command.stdout.once('data', (data: Buffer) => resolve(Number(data.toString()))),
    )
    expect(isAlive(pid)).toBe(true)
    process.kill(-command.pid!, 'SIGKILL')
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
  })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
