// `npx tsx build/release-notes.ts VERSION`: the section of CHANGELOG.md about a version, for its release and its feed.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { fromRoot } from './project.ts'

/** What stands under `## VERSION` (a date may follow), without the heading. @throws Error when there is nothing */
export function notesOf(changelog: string, version: string): string {
  const sections = changelog.split(/^## /m).slice(1)
  const section = sections.find((text) => /^\[?([^\s\]]+)/.exec(text)?.[1] === version)
  const notes = section?.split('\n').slice(1).join('\n').trim()
  if (!notes) throw new Error(`CHANGELOG.md says nothing about ${version}: add a section "## ${version}"`)
  return notes
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const version = process.argv[2]?.replace(/^v/, '') ?? ''
  process.stdout.write(`${notesOf(readFileSync(fromRoot('CHANGELOG.md'), 'utf8'), version)}\n`)
}
