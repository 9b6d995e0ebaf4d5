// `npx tsx build/sign-feeds.ts FOLDER`: signs the update feeds there (latest*.yml) with the key in GRANARY_UPDATE_SECRET,
// or makes a pair of keys with `--new-keys`. A feed that the packages' own keys do not open is never left behind.
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openFeed, signFeed } from '../electron/updates/signature.ts'
import { say } from './say.ts'

/** A private key (PKCS 8) and a public one (SPKI), each DER in base64: one line, as secrets and variables want it. */
export function newKeys(): { secret: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    secret: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    key: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  }
}

/**
 * Signs each feed in `folder` in its place and answers with their names. `keys` are those in the packages.
 * @throws Error when there is none, when one is signed already, or when `secret` belongs to none of `keys`
 */
export function signFeeds(folder: string, secret: string, keys: string): string[] {
  const key = createPrivateKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'pkcs8' })
  const own = createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64')
  if (!keys.split(',').includes(own)) throw new Error('the packages do not know this key: they would refuse')
  const names = readdirSync(folder).filter((name) => /^latest.*\.yml$/.test(name))
  if (names.length === 0) throw new Error(`there is no feed (latest*.yml) in ${folder}`)
  for (const name of names) {
    const text = readFileSync(join(folder, name), 'utf8')
    if (openFeed(name, text, [own]) !== null) throw new Error(`${name} is signed already`)
    writeFileSync(join(folder, name), signFeed(name, text, key))
  }
  return names
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { GRANARY_UPDATE_SECRET: secret, GRANARY_UPDATE_KEYS: keys } = process.env
  const [folder] = process.argv.slice(2)
  if (folder === '--new-keys') {
    const made = newKeys()
    process.stdout.write(`GRANARY_UPDATE_SECRET=${made.secret}\nGRANARY_UPDATE_KEYS=${made.key}\n`)
  } else if (folder && secret && keys) {
    say(`signed ${signFeeds(folder, secret, keys).join(', ')}`)
  } else {
    process.stderr.write('granary: needs a folder, GRANARY_UPDATE_SECRET and GRANARY_UPDATE_KEYS\n')
    process.exitCode = 2
  }
}
