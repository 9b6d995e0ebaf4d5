import { expect, test } from 'vitest'
import { notesBlocks } from './release-notes.ts'

test('headings, items over several lines and paragraphs', () => {
  const notes = [
    '### Added',
    '',
    '- **Rotate** a token, see',
    '  [ADR 11](docs/adr/0011.md).',
    '- `docker login`',
    '',
    'More to come,',
    'soon.',
  ].join('\n')
  expect(notesBlocks(notes)).toEqual([
    { kind: 'heading', text: 'Added' },
    { kind: 'item', text: 'Rotate a token, see ADR 11.' },
    { kind: 'item', text: 'docker login' },
    { kind: 'text', text: 'More to come, soon.' },
  ])
})

test('nothing is nothing', () => {
  expect(notesBlocks('\n \r\n')).toEqual([])
})
