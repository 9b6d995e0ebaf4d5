// The calls about kept secrets. `reveal` is the one way a secret reaches the page; copying is done here in main.
import type { Handlers } from '../../shared/contract/define.ts'
import type { secrets } from '../../shared/contract/secrets.ts'
import type { SecretClipboard } from '../clipboard.ts'
import type { Keychain } from '../keychain/keychain.ts'
import type { TokenRef } from '../../shared/contract/references.ts'
import { type KeptParts, forgetSecret, keepSecret, readSecret, releaseSecret } from '../tokens/kept.ts'

export interface SecretsParts extends KeptParts {
  keychain: Keychain
  clipboard: Pick<SecretClipboard, 'copy'>
  labelOf(ref: TokenRef): Promise<string>
}

export const secretsArea = (parts: SecretsParts): Handlers<typeof secrets> => ({
  async checkKeychain() {
    return { state: await parts.keychain.check() }
  },
  async reveal(ref) {
    return { secret: await readSecret(parts, ref) }
  },
  async copy(ref) {
    return parts.clipboard.copy(await readSecret(parts, ref))
  },
  async keep({ keep, ...ref }) {
    if (keep) await keepSecret(parts, ref)
    else await forgetSecret(parts, ref, await parts.labelOf(ref))
    return { kept: keep }
  },
  async release(ref) {
    await releaseSecret(parts, ref)
    return undefined
  },
})
