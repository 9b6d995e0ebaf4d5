// Registry tokens: signed with ES256 by the current leaf, carrying the leaf's certificate, checked against it here.
import '../web-crypto.ts'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SignJWT, jwtVerify } from 'jose'
import type { Clock } from '../clock.ts'
import { isCanonicalJws } from '../sign-in/jws.ts'
import type { Authority } from '../certificates/authority.ts'
import type { Leaf } from '../certificates/registry.ts'
import { registryCaFile, registryIssuer, registryService, registryTokenSeconds } from './constants.ts'

/** One entry of a token's `access` claim. */
export interface Grant {
  type: string
  name: string
  actions: string[]
}

export interface RegistryTokens {
  /** `subject` shows up as the actor in a registry's notifications; empty for anonymous. */
  issue(
    subject: string,
    access: readonly Grant[],
  ): Promise<{ token: string; expiresIn: number; issuedAt: string }>
  /** True for a token that was issued here and is still good. Looks only at our own keys, never at its header's. */
  isGood(token: string): Promise<boolean>
  /** Makes the authority's files when they are not there. */
  prepare(): Promise<void>
}

const algorithm = 'ES256'

export function createRegistryTokens(folder: string, clock: Clock): RegistryTokens {
  // Loaded when first needed: the X.509 library is a third of the server's start-up time.
  const certificates = () => import('../certificates/registry.ts')
  let authority: Promise<Authority> | null = null
  let leaves: { current: Promise<Leaf>; before: Leaf | null } | null = null

  const openAuthority = (): Promise<Authority> =>
    (authority ??= certificates()
      .then((module) => module.openRegistryAuthority(folder, clock.now()))
      .catch((error: unknown) => {
        authority = null
        throw error
      }))

  const newLeaf = async (): Promise<Leaf> =>
    (await certificates()).makeLeaf(await openAuthority(), clock.now())

  async function currentLeaf(): Promise<Leaf> {
    leaves ??= { current: newLeaf(), before: null }
    const started = leaves
    try {
      const leaf = await started.current
      if (leaf.endsAt - clock.now() > registryTokenSeconds * 1000) return leaf
      if (leaves === started) leaves = { current: newLeaf(), before: leaf }
      return await leaves.current
    } catch (error) {
      if (leaves === started) leaves = null
      throw error
    }
  }

  async function isSignedBy(leaf: Leaf | null, token: string): Promise<boolean> {
    if (leaf === null) return false
    try {
      await jwtVerify(token, leaf.publicKey, {
        algorithms: [algorithm],
        issuer: registryIssuer,
        audience: registryService,
        requiredClaims: ['exp', 'nbf', 'iat', 'sub', 'jti'],
        currentDate: new Date(clock.now()),
      })
      return true
    } catch {
      return false
    }
  }

  return {
    async issue(subject, access) {
      const leaf = await currentLeaf()
      const seconds = Math.floor(clock.now() / 1000)
      const token = await new SignJWT({ access })
        .setProtectedHeader({ alg: algorithm, typ: 'JWT', x5c: [leaf.certificate] })
        .setIssuer(registryIssuer)
        .setSubject(subject)
        .setAudience(registryService)
        .setIssuedAt(seconds)
        .setNotBefore(seconds)
        .setExpirationTime(seconds + registryTokenSeconds)
        .setJti(randomUUID())
        .sign(leaf.privateKey)
      return { token, expiresIn: registryTokenSeconds, issuedAt: new Date(seconds * 1000).toISOString() }
    },
    async isGood(token) {
      if (leaves === null || !isCanonicalJws(token)) return false
      const { current, before } = leaves
      return (await isSignedBy(await current, token)) || (await isSignedBy(before, token))
    },
    async prepare() {
      if (!existsSync(join(folder, registryCaFile))) await openAuthority()
    },
  }
}
