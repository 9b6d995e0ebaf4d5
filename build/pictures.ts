// `npm run pictures`: the documentation's pictures, from what the stories saw last of the app as it is built now.
import { statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { command } from './ending.ts'
import { pictureFile, picturesNamed, screenFile, storiesByPicture } from './pictures/named.ts'
import { webpOf } from './pictures/webp.ts'
import { fromRoot } from './project.ts'
import { say } from './say.ts'

const madeAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0

command(async () => {
  const names = picturesNamed()
  const built = madeAt(fromRoot('out', 'built-from'))
  const old = names.filter((name) => madeAt(screenFile(name)) <= built)
  if (old.length > 0) {
    const stories = storiesByPicture()
    const needed = new Set(old.flatMap((name) => stories.get(name)?.[0] ?? []))
    say(`no story has seen these of the app as it is: ${old.join(', ')}`)
    say(`first: npm run e2e -- ${[...needed].join(' ')}`)
    return 1
  }
  await mkdir(fromRoot('docs', 'pictures'), { recursive: true })
  const pictures = await webpOf(names.map(screenFile))
  for (const [at, name] of names.entries()) await writeFile(pictureFile(name), pictures[at] ?? '')
  say(`${names.length} pictures in docs/pictures`)
  return 0
})
