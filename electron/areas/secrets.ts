// The calls about kept secrets. `reveal` is the one way a secret reaches the page; copying is done here in main.
import type { Handlers } from '../../shared/contract/define.ts'
import type { TokenRef } from '../../shared/contract/references.ts'
import type { secrets } from '../../shared/contract/secrets.ts'
import type { SecretClipboard } from '../clipboard.ts'
import type { Presence } from '../presence.ts'
import type { Keychain } from '../keychain/keychain.ts'
import { type CheckParts, checkToken } from '../tokens/check.ts'
import { type KeptListParts, listKept } from '../tokens/kept-list.ts'
import {
  type KeptParts,
  forgetSecret,
  keepPasted,
  keepSecret,
  readSecret,
  releaseSecret,
  removeKept,
} from '../tokens/kept.ts'

export interface SecretsParts extends KeptParts {
  keychain: Keychain
  clipboard: Pick<SecretClipboard, 'copy'>
  labelOf(ref: TokenRef): Promise<string>
  check: CheckParts
  list: KeptListParts
  presence: Pick<Presence, 'beforeSecret' | 'made' | 'left'>
}

export const secretsArea = (parts: SecretsParts): Handlers<typeof secrets> => ({
  async checkKeychain() {
    return { state: await parts.keychain.check() }
  },
  async reveal(ref) {
    await askFirst(parts, ref, 'show the secret of a token')
    return { secret: await readSecret(parts, ref) }
  },
  async copy(ref) {
    await askFirst(parts, ref, 'copy the secret of a token')
    return parts.clipboard.copy(await readSecret(parts, ref))
  },
  copyShown: ({ text }) => parts.clipboard.copy(text),
  async keep({ keep, ...ref }) {
    const isOnScreen = parts.memory.read(ref) !== null
    if (keep) await keepSecret(parts, ref)
    else await forgetSecret(parts, ref, await parts.labelOf(ref))
    // It moved from memory into the keychain while its owner looks at it.
    if (keep && isOnScreen) parts.presence.made(ref)
    return { kept: keep }
  },
  async release(ref) {
    parts.presence.left(ref)
    await releaseSecret(parts, ref)
    return undefined
  },
  async test({ secret, repositories, ...ref }) {
    return checkToken(parts.check, ref, secret ?? (await readSecret(parts, ref)), repositories)
  },
  async keepPasted({ secret, ...ref }) {
    const test = await checkToken(parts.check, ref, secret, [])
    const kept = test.signsIn === 'yes'
    if (kept) await keepPasted(parts, ref, secret)
    return { kept, test }
  },
  kept: ({ accountId }) => listKept(parts.list, accountId),
  async forget(ref) {
    await removeKept(parts, ref)
    return undefined
  },
})

/** A secret that only memory holds has just been made, and is on its owner's screen. */
async function askFirst({ memory, presence }: SecretsParts, ref: TokenRef, reason: string): Promise<void> {
  if (memory.read(ref) === null) await presence.beforeSecret(ref, reason)
}
