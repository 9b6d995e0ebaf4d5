// The calls about findings that an owner accepted: one small file holds them all.
import * as z from 'zod'
import type { Announce, Handlers } from '../../shared/contract/define.ts'
import { type Acceptance, acceptance, type insights } from '../../shared/contract/insights.ts'
import type { SafeStore } from '../disk/safe-store.ts'

/** The shape of the file; for electron/disk/safe-store.ts. */
export const keptAcceptances = z.object({ accepted: z.array(acceptance) })
export type KeptAcceptances = z.infer<typeof keptAcceptances>
export const noAcceptances: KeptAcceptances = { accepted: [] }

/** Beyond this the oldest are forgotten: their tokens are gone long since. */
const acceptancesMaximum = 5000

export interface InsightsParts {
  store: Pick<SafeStore<KeptAcceptances>, 'read' | 'change'>
  announce: Announce<typeof insights>
  now(): number
}

/** Removes what an account accepted that is signed out. */
export async function forgetAcceptances(store: InsightsParts['store'], accountId: string): Promise<void> {
  await store.change(({ accepted }) => ({ accepted: accepted.filter((one) => one.accountId !== accountId) }))
}

type About = Pick<Acceptance, 'accountId' | 'organization' | 'tokenId' | 'kind'>

const isSame = (one: About, other: About): boolean =>
  one.accountId === other.accountId &&
  one.organization === other.organization &&
  one.tokenId === other.tokenId &&
  one.kind === other.kind

export function insightsArea({ store, announce, now }: InsightsParts): Handlers<typeof insights> {
  async function change(about: About, added: Acceptance[]): Promise<undefined> {
    await store.change(({ accepted }) => ({
      accepted: [...accepted.filter((one) => !isSame(one, about)), ...added].slice(-acceptancesMaximum),
    }))
    announce('acceptedChanged', {})
    return undefined
  }

  return {
    accepted: () => store.read().accepted,
    accept: (input) => change(input, [{ ...input, acceptedAt: new Date(now()).toISOString() }]),
    takeBack: (about) => change(about, []),
  }
}
