// Which pictures the documentation shows, and which story of tests/e2e makes each.
import { readFileSync, readdirSync } from 'node:fs'
import { fromRoot } from '../project.ts'

export const pictureFile = (name: string): string => fromRoot('docs', 'pictures', `${name}.webp`)

/** Where a story leaves it: the larger size in the light theme. */
export const screenFile = (name: string): string =>
  fromRoot('test-results', 'screens', `${name}-1280x800-light.png`)

/** The names in README.md and docs/, in alphabetical order. */
export function picturesNamed(): string[] {
  const pages = readdirSync(fromRoot('docs')).filter((file) => file.endsWith('.md'))
  const files = [fromRoot('README.md'), ...pages.map((file) => fromRoot('docs', file))]
  const names = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\((?:docs\/)?pictures\/([\w-]+)\.webp\)/g)].map(
      ([, name = '']) => name,
    ),
  )
  return [...new Set(names)].sort()
}

/** The stories that look at each name. */
export function storiesByPicture(): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const file of readdirSync(fromRoot('tests', 'e2e')).filter((one) => one.endsWith('.spec.ts'))) {
    const text = readFileSync(fromRoot('tests', 'e2e', file), 'utf8')
    for (const [, name = ''] of text.matchAll(/\blook\(\w+, '([\w-]+)'\)/g))
      found.set(name, [...(found.get(name) ?? []), file.replace('.spec.ts', '')])
  }
  return found
}
