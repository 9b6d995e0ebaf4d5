// JSON from a server that may mean harm: bounded in depth, and unable to reach an object's prototype.

/** Docker Hub's answers nest five deep. Far beyond that only an attack on recursive code does. */
const maximumDepth = 64

/** The value of a JSON text. Throws a `SyntaxError` when it is malformed or nests too deep. */
export function parseJson(text: string): unknown {
  if (nestsDeeper(text, maximumDepth)) throw new SyntaxError('JSON nests too deep')
  // As an own property `__proto__` is harmless; copied by assignment it would replace a prototype. The name can
  // also be spelled with escapes, so any escaped underscore takes the slow way.
  if (!/__proto__|\\u005f/i.test(text)) return JSON.parse(text)
  return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value))
}

function nestsDeeper(text: string, maximum: number): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (inString) {
      if (character === '\\') at++
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '[' || character === '{') {
      if (++depth > maximum) return true
    } else if (character === ']' || character === '}') depth--
  }
  return false
}
