// What a compact JWS must look like before its signature is worth checking.

/**
 * True for three parts of canonical base64url. Decoders ignore spare bits at the end, so without this a changed last
 * letter would still pass as the same token.
 */
export function isCanonicalJws(token: string): boolean {
  const parts = token.split('.')
  return (
    parts.length === 3 &&
    parts.every((part) => part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part)
  )
}
