// Whether a package says what it is: for release, or not.
import { expect, test } from 'vitest'
import { readSettings, releaseSettings, trialSettings } from './settings.ts'

const settings = readSettings()

test('all packages of the three systems are there', () => {
  expect(settings).toMatchObject({
    linux: { target: ['AppImage', 'deb', 'rpm', 'tar.gz'] },
    mac: {
      target: [
        { target: 'dmg', arch: 'universal' },
        { target: 'zip', arch: 'universal' },
      ],
    },
    win: { target: ['nsis', 'zip'] },
    protocols: [{ schemes: ['granary'] }],
  })
})

test('what is not for release says so in its version, its name and the menu, and is not installed beside the other', () => {
  const trial = trialSettings(settings, '/electron', '25.1.1')
  expect(trial).toMatchObject({
    electronDist: '/electron',
    electronVersion: '25.1.1',
    extraMetadata: { version: expect.stringMatching(/-not-for-release$/) },
    linux: { desktop: { entry: { Name: 'Granary (not for release)' } } },
    deb: { packageName: 'granary-not-for-release' },
  })
  expect(trial.deb.fpm.slice(0, 2)).toEqual(['--conflicts', 'granary'])
  expect(trial.electronFuses).not.toHaveProperty('grantFileProtocolExtraPrivileges')
})

test('a release has every fuse, says nothing of the kind, and takes the place of a trial', () => {
  const release = releaseSettings(settings)
  expect(JSON.stringify({ ...release, deb: null })).not.toContain('not-for-release')
  expect(release.deb.fpm.slice(2, 4)).toEqual(['--replaces', 'granary-not-for-release'])
  expect(release.electronFuses['grantFileProtocolExtraPrivileges']).toBe(false)
})

test('a release for a Mac has the natives of both processors, any other those of one', () => {
  const keytar = (platform: NodeJS.Platform) =>
    releaseSettings(settings, {}, platform).files.find((pattern) => pattern.includes('keytar/prebuilds'))
  expect(keytar('darwin')).toContain('!(${platform}-*)')
  expect(keytar('linux')).toContain('!(${platform}-${arch})')
})
