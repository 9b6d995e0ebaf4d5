// Sees to the system packages: installs what is missing as root on Debian, elsewhere says what to type.
import { chromiumPath } from './chromium.ts'
import { hasDisplay, hasSessionBus } from './desktop/present.ts'
import { hasApt, install, nameInLists } from './packages/apt.ts'
import {
  chromiumNeed,
  displayNeeds,
  electronNeeds,
  keyringNeeds,
  packingNeeds,
  testNeeds,
  type Need,
} from './packages/needs.ts'
import { isPresent, knownLibraries } from './packages/present.ts'
import { isRoot, onLinux } from './project.ts'
import { say as sayAloud, type Say } from './say.ts'

/** For `start`: Electron's libraries, and a display and a keyring where the machine has none. */
export async function packagesToStart(say: Say = sayAloud): Promise<void> {
  await provide(
    [
      ...electronNeeds,
      ...(hasDisplay() ? [] : displayNeeds),
      ...((await hasSessionBus()) ? [] : keyringNeeds),
    ],
    say,
  )
}

/** For packages: what a start needs, as they are started once; `tools` when electron-builder cannot bring its own. */
export async function packagesToPack(tools: boolean, say: Say = sayAloud): Promise<void> {
  await packagesToStart(say)
  if (tools) await provide(packingNeeds, say)
}

/** For tests: always a display and a keyring of their own, and the real clients that they drive. */
export async function packagesToTest(say: Say = sayAloud): Promise<void> {
  await provide(
    [...electronNeeds, ...displayNeeds, ...testNeeds, ...(chromiumPath() === null ? [chromiumNeed] : [])],
    say,
  )
}

/** Throws when something required is missing and cannot be installed here. */
async function provide(needs: readonly Need[], say: Say): Promise<void> {
  if (!onLinux) return
  const libraries = await knownLibraries()
  const missing = needs.filter((need) => !isPresent(need, libraries))
  if (missing.length === 0) return
  if (isRoot && hasApt()) {
    await install(missing, say)
    return
  }
  const required = missing.filter((need) => need.required)
  const advice = [
    `missing on this machine: ${missing.map(inWords).join(', ')}`,
    await howToInstall(missing),
  ].join('\n  ')
  if (required.length > 0) throw new Error(advice)
  say(advice)
}

const inWords = (need: Need): string =>
  `${need.program ?? need.library ?? need.packages[0]} (for ${need.for})`

async function howToInstall(missing: readonly Need[]): Promise<string> {
  if (hasApt())
    return `install with: sudo apt-get install --no-install-recommends ${(await nameInLists(missing)).join(' ')}`
  const names = missing.map((need) => need.packages[0]).join(' ')
  return `install these with your package manager, they are called in Debian: ${names}`
}
