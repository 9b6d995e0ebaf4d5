import { expect, test } from 'vitest'
import { notesOf } from './release-notes.ts'

const changelog = `# Changelog

## Unreleased

### Added

- Something new.

## 0.2.0 - 2026-12-01

### Fixed

- A fault.

## 0.1.0
`

test('a section without its heading', () => {
  expect(notesOf(changelog, '0.2.0')).toBe('### Fixed\n\n- A fault.')
  expect(notesOf(changelog, 'Unreleased')).toContain('Something new')
})

test.each(['0.1.0', '0.2', '0.3.0', ''])('nothing to say about %j is an error', (version) => {
  expect(() => notesOf(changelog, version)).toThrow('CHANGELOG.md says nothing about')
})
