// A registry's challenge (`WWW-Authenticate: Bearer realm="…",service="…"`), and whether its realm may have a secret.
import { HubFailed } from './failures.ts'
import { isLoopback } from './loopback.ts'
import { presentable } from './server-words.ts'

export interface Challenge {
  realm: URL
  service: string | null
}

export interface RegistryAddress {
  /** Without a slash at the end: https, or http on this computer itself. */
  url: string
  /** The only host that may be asked for tokens; null for any that is safe. */
  realmHost: string | null
}

const parameter = /([a-z_]+)\s*=\s*"([^"]{0,2000})"/gi

/** The challenge in a header, or null when it is none that can be answered. Throws `registry.untrusted`. */
export function readChallenge(header: string | null, registry: RegistryAddress): Challenge | null {
  if (header === null || !/^\s*bearer\s/i.test(header)) return null
  const parameters = new Map(
    [...header.matchAll(parameter)].map(([, name = '', value = '']) => [name.toLowerCase(), value]),
  )
  const realm = parameters.get('realm')
  if (realm === undefined) return null
  return { realm: trusted(realm, registry), service: parameters.get('service') ?? null }
}

function trusted(text: string, registry: RegistryAddress): URL {
  const refuse = () => new HubFailed('registry.untrusted', { detail: presentable(text), reach: 'notSent' })
  let realm: URL
  try {
    realm = new URL(text)
  } catch {
    throw refuse()
  }
  // A registry elsewhere has no business with a program of this computer.
  const here = isLoopback(realm.hostname) && isLoopback(new URL(registry.url).hostname)
  const safe = realm.protocol === 'https:' || (realm.protocol === 'http:' && here)
  const plain = realm.username === '' && realm.password === '' && realm.hash === ''
  if (!safe || !plain || (registry.realmHost !== null && realm.host !== registry.realmHost)) throw refuse()
  return realm
}
