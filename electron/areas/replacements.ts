// The calls about members whose place a token takes: one file says what is done and what is left, for every organization.
import * as z from 'zod'
import type { Announce, Handlers } from '../../shared/contract/define.ts'
import { organizationRef } from '../../shared/contract/references.ts'
import { type Replacement, replacement, type replacements } from '../../shared/contract/replacements.ts'
import type { SafeStore } from '../disk/safe-store.ts'

/** The shape of the file; for electron/disk/safe-store.ts. */
export const keptReplacements = z.object({ replacements: z.array(replacement.extend(organizationRef.shape)) })
export type KeptReplacements = z.infer<typeof keptReplacements>
export const noReplacements: KeptReplacements = { replacements: [] }

type Kept = KeptReplacements['replacements'][number]
type Place = Pick<Kept, 'accountId' | 'organization'>

export interface ReplacementsParts {
  store: Pick<SafeStore<KeptReplacements>, 'read' | 'change'>
  announce: Announce<typeof replacements>
  /** Unix milliseconds. */
  now(): number
}

/** Removes those of an account that is signed out. */
export async function forgetReplacements(
  store: ReplacementsParts['store'],
  accountId: string,
): Promise<void> {
  await store.change(({ replacements: all }) => ({
    replacements: all.filter((one) => one.accountId !== accountId),
  }))
}

export function replacementsArea({ store, announce, now }: ReplacementsParts): Handlers<typeof replacements> {
  const isIn = (place: Place) => (one: Kept) =>
    one.accountId === place.accountId && one.organization === place.organization

  async function change(
    { accountId, organization }: Place,
    next: (here: readonly Kept[]) => readonly Kept[],
  ): Promise<undefined> {
    const place = { accountId, organization }
    const isHere = isIn(place)
    await store.change(({ replacements: all }) => ({
      replacements: [...next(all.filter(isHere)), ...all.filter((one) => !isHere(one))],
    }))
    announce('changed', place)
  }

  const without = (here: readonly Kept[], member: string) => here.filter((one) => one.member !== member)
  const put = (place: Place, one: Replacement) =>
    change(place, (here) => [{ ...place, ...one }, ...without(here, one.member)])

  return {
    list: (place) => store.read().replacements.filter(isIn(place)),
    begin: ({ username, tokenId, ...place }) =>
      put(place, { member: username, tokenId, startedAt: new Date(now()).toISOString(), done: [] }),
    tick: ({ username, step, done, ...place }) =>
      change(place, (here) =>
        here.map((one) => {
          if (one.member !== username) return one
          const others = one.done.filter((other) => other !== step)
          return { ...one, done: done ? [...others, step] : others }
        }),
      ),
    end: ({ username, ...place }) => change(place, (here) => without(here, username)),
    restore: ({ replacement: back, ...place }) => put(place, back),
  }
}
