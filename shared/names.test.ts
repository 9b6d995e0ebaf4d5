import { describe, expect, it } from 'vitest'
import { nameMaximum, nameProblem } from './names.ts'

describe('a name', () => {
  it('is there, not too long, and nobody else’s', () => {
    expect(nameProblem('template', ' CI ', ['Other'])).toBeNull()
    expect(nameProblem('template', ' \t', [])).toContain('Enter a name')
    expect(nameProblem('view', 'x'.repeat(nameMaximum + 1), [])).toContain('Shorten')
    expect(nameProblem('template', ' ci', ['CI '])).toContain('Another template')
  })
})
