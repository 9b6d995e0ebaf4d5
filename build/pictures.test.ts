// The pictures of the documentation are made by stories: none without one, none that nobody shows, none too heavy.
import { readdirSync, statSync } from 'node:fs'
import { expect, it, test } from 'vitest'
import { pictureFile, picturesNamed, storiesByPicture } from './pictures/named.ts'
import { fromRoot } from './project.ts'

const stories = storiesByPicture()

test.each(picturesNamed())('%s is made by one story, and is there', (name) => {
  expect(stories.get(name), `look(app, '${name}') in tests/e2e`).toHaveLength(1)
  expect(statSync(pictureFile(name)).size).toBeLessThan(200_000)
})

it('keeps only pictures that are shown, 1.5 MB in all', () => {
  const files = readdirSync(fromRoot('docs', 'pictures'))
  expect(files.sort()).toEqual(
    picturesNamed()
      .map((name) => `${name}.webp`)
      .sort(),
  )
  const bytes = files.reduce((sum, file) => sum + statSync(fromRoot('docs', 'pictures', file)).size, 0)
  expect(bytes).toBeLessThan(1_500_000)
})
