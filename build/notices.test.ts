// What About says the app is made of is what the app imports, with the licences that the packages themselves name.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parts } from '../shared/notices.ts'
import { fromRoot } from './project.ts'

interface Package {
  license?: string
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}
const packageAt = (...path: string[]): Package =>
  JSON.parse(readFileSync(fromRoot(...path, 'package.json'), 'utf8')) as Package

const packed = ['electron', 'renderer', 'shared', 'hub'].flatMap((room) =>
  readdirSync(fromRoot(room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|vue)$/.test(file) && !/(\.|\/)test\.ts$|(^|\/)test-/.test(file))
    .map((file) => readFileSync(join(fromRoot(room), file), 'utf8')),
)

it('names every package that is imported, with its licence', () => {
  const { dependencies, devDependencies } = packageAt()
  const imported = Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) =>
      name !== 'electron' &&
      packed.some((text) => new RegExp(`(?:from|import\\(?) ?'${name}['/]`).test(text)),
  )
  const expected = imported.map((name) => ({ name, licence: packageAt('node_modules', name).license }))
  expect([...parts].sort((a, b) => a.name.localeCompare(b.name))).toEqual(
    expected.sort((a, b) => a.name.localeCompare(b.name)),
  )
})
