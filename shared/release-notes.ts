// Release notes as blocks to draw: of Markdown only headings, items and paragraphs, and never any markup.

export interface NotesBlock {
  kind: 'heading' | 'item' | 'text'
  text: string
}

/** `notes` is a section of CHANGELOG.md. Continued lines belong to the block above; links keep their words. */
export function notesBlocks(notes: string): NotesBlock[] {
  const blocks: NotesBlock[] = []
  let open = false
  for (const line of notes.split(/\r?\n/)) {
    const words = plain(line)
    const kind = /^#{1,6} /.test(line) ? 'heading' : /^\s*[-*] /.test(line) ? 'item' : 'text'
    const above = blocks.at(-1)
    if (words === '') open = false
    else if (kind === 'text' && open && above) above.text = `${above.text} ${words}`
    else blocks.push({ kind, text: words })
    if (words !== '') open = kind !== 'heading'
  }
  return blocks
}

const plain = (line: string): string =>
  line
    .replace(/^\s*(#{1,6}|[-*]) +/, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .trim()
