// What package.json says only until somebody publishes the app: addresses under names that nobody can own (RFC 2606, 6761).
import packageJson from '../../package.json' with { type: 'json' }

const reserved = /(^|[@.])(example|invalid|localhost|test|example\.(com|net|org))$/

/** The fields of package.json that a package for release may not have as they are. */
export function placeholders({ homepage, author } = packageJson): string[] {
  const hosts = { homepage: new URL(homepage).hostname, 'author.email': author.email }
  return Object.entries(hosts).flatMap(([field, host]) => (reserved.test(host) ? [field] : []))
}
