// Installs Debian packages, when this is root on Debian or Ubuntu.
import { existsSync } from 'node:fs'
import { run } from '../run.ts'
import { plainEnvironment } from '../project.ts'
import type { Say } from '../say.ts'
import type { Need } from './needs.ts'
import { findProgram } from './present.ts'

export const hasApt = (): boolean => findProgram('apt-get') !== null

/** Of each need, the name that this release's lists know. Debian 13 and Ubuntu 24.04 renamed some (`t64`). */
export async function nameInLists(needs: readonly Need[]): Promise<string[]> {
  const policy = await run('apt-cache', ['policy', ...needs.flatMap((need) => need.packages)], {
    env: { ...plainEnvironment(), LC_ALL: 'C' },
  })
  const known = installable(policy.stdout)
  return needs.map((need) => need.packages.find((name) => known.has(name)) ?? need.packages[0])
}

/** Names with a candidate in the answer of `apt-cache policy`; purely virtual names have none. */
export function installable(policy: string): Set<string> {
  const known = new Set<string>()
  let name = ''
  for (const line of policy.split('\n')) {
    const heading = /^(\S+):$/.exec(line)
    if (heading?.[1] !== undefined) name = heading[1]
    else if (/^ {2}Candidate: (?!\(none\))/.test(line)) known.add(name)
  }
  return known
}

/** Updates the lists and installs. Throws with apt's own words when it cannot. */
export async function install(needs: readonly Need[], say: Say): Promise<void> {
  const env = { ...plainEnvironment(), DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { env })
  const names = await nameInLists(needs)
  say(`installing system packages: ${names.join(' ')}`)
  // Only its program is wanted: a registry open to the network must not start because tests were run.
  if (names.includes('docker-registry') && existsSync('/run/systemd/system')) {
    await run('systemctl', ['mask', 'docker-registry.service'])
    say('its service stays off (undo: systemctl unmask docker-registry)')
  }
  const ended = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env })
  if (ended.code !== 0)
    throw new Error(`apt-get could not install them:\n${ended.stderr.trim().slice(-2000)}`)
}
