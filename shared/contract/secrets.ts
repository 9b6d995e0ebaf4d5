// The secrets of tokens that main keeps. `reveal` is the only output in the whole contract with a secret in it.
import * as z from 'zod'
import { call, event, nothing } from './define.ts'
import { accountId, organizationName, tokenId, tokenRef } from './references.ts'
import { token } from './tokens.ts'

export const keychainState = z.enum(['working', 'absent', 'locked', 'hanging', 'failed'])
export type KeychainState = z.infer<typeof keychainState>

/** As the owner pasted it: in, never out. */
const pasted = z.string().trim().min(1).max(1024)

/** Characters; a page of the app has far fewer. */
const shownMaximum = 100_000

const imageAction = z.enum(['pull', 'push', 'delete'])

/** What became of signing in to the registry with a token's secret, and what it may do there. */
export const tokenTest = z.object({
  /** `otherToken`: it is the secret of another token of the organization. */
  signsIn: z.enum(['yes', 'wrong', 'deactivated', 'expired', 'wrongName', 'otherToken']),
  /** The registry's own words of a refusal; the label of the other token. */
  words: z.string().nullable(),
  /** host[:port] of the registry that was asked. */
  registry: z.string(),
  rows: z.array(
    z.object({
      /** With its organization. */
      repository: z.string(),
      asked: z.array(imageAction),
      granted: z.array(imageAction),
      /** See shared/tokens/registry-rows.ts. */
      reason: z.enum([
        'granted',
        'missingScope',
        'outsideAccess',
        'less',
        'more',
        'hidden',
        'gone',
        'untold',
      ]),
    }),
  ),
  /** ISO 8601. */
  checkedAt: z.string(),
})
export type TokenTest = z.infer<typeof tokenTest>

export const keptSecret = z.object({
  organization: organizationName,
  tokenId,
  /** As it was last known. */
  label: z.string(),
  /** Null when it is gone, or the inventory on this computer does not have it. */
  token: token.nullable(),
  /** listed: in the inventory. gone: the server does not list it. unknown: it cannot be told now. */
  state: z.enum(['listed', 'gone', 'unknown']),
})
export type KeptSecret = z.infer<typeof keptSecret>

export const secrets = {
  /** Writes, reads back and removes a probe entry. */
  checkKeychain: call(nothing, z.object({ state: keychainState })),
  reveal: call(tokenRef, z.object({ secret: z.string() })),
  /** Main puts the secret on the clipboard and takes it off again if it is still there at `clearsAt` (ISO 8601). */
  copy: call(tokenRef, z.object({ clearsAt: z.string() })),
  /** The same with what its owner selected of a secret on the screen, and of what stands around it. */
  copyShown: call(
    z.object({ text: z.string().min(1).max(shownMaximum) }),
    z.object({ clearsAt: z.string() }),
  ),
  /** Keeps the secret of a token just created in the keychain, or removes it from there. */
  keep: call(tokenRef.extend({ keep: z.boolean() }), z.object({ kept: z.boolean() })),
  /** The secret screen was left: main forgets a secret that only memory holds. */
  release: call(tokenRef, nothing),
  /**
   * Signs in to the registry with the kept secret, or the pasted one, and asks what it may do: in the repositories of
   * its access, in some where a star covers them all, and in `repositories` (with their organization).
   */
  test: call(
    tokenRef.extend({
      secret: pasted.optional(),
      repositories: z
        .array(
          z
            .string()
            .regex(/^[a-z0-9][a-z0-9._/-]*$/)
            .max(300),
        )
        .max(20),
    }),
    tokenTest,
  ),
  /** Keeps a pasted secret in the keychain, but only when it signs in as this token. */
  keepPasted: call(tokenRef.extend({ secret: pasted }), z.object({ kept: z.boolean(), test: tokenTest })),
  /** Every secret that this computer keeps for the organizations of an account, those of tokens that are gone too. */
  kept: call(z.object({ accountId }), z.array(keptSecret)),
  /** Removes a kept secret from this computer for good. */
  forget: call(tokenRef, nothing),
  clipboardCleared: event(z.object({})),
  /** How far a test is: repositories asked for, of all. */
  testing: event(tokenRef.extend({ asked: z.number(), total: z.number() })),
  keptChanged: event(z.object({})),
}
