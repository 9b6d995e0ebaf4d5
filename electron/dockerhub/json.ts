// JSON from a server that may mean harm: bounded in depth, and unable to reach an object's prototype.

/** Docker Hub's answers nest five deep. Far beyond that only an attack on recursive code does. */
const maximumDepth = 64

/** The value of a JSON text. Throws a `SyntaxError` when it is malformed or nests too deep. */
export function parseJson(text: string): unknown {
  if (nestsDeeper(text, maximumDepth)) throw new SyntaxError('JSON nests too deep')
  // As an own property `__proto__` is harmless; copied by assignment it would replace a prototype. The name can
  // also be spelled with escapes, so anything that may be an escaped underscore takes the slow way.
  if (!text.includes('__proto__') && !text.includes('\\u005')) return JSON.parse(text)
  return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value))
}

const [quote, backslash, openList, closeList, openObject, closeObject] = [34, 92, 91, 93, 123, 125]

function nestsDeeper(text: string, maximum: number): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    // Codes, not characters: this is run over every byte of every answer.
    const code = text.charCodeAt(at)
    if (inString) {
      if (code === backslash) at++
      else if (code === quote) inString = false
    } else if (code === quote) inString = true
    else if (code === openList || code === openObject) {
      if (++depth > maximum) return true
    } else if (code === closeList || code === closeObject) depth--
  }
  return false
}
