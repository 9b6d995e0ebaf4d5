// A report about what changed between two moments, gathered from the snapshots on this computer.
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { type ChangeKind, changeKinds, kindsOf } from '../../shared/tokens/compare.ts'
import { changeInWords } from '../../shared/tokens/compare-words.ts'
import type { ComparisonReport, Steps } from './form.ts'
import { withoutSecrets } from './legible.ts'
import { type SourceParts, peopleOf } from './tokens.ts'

export interface ComparisonWanted {
  title: string
  filters: string[]
  organizations: readonly OrganizationRef[]
  from: string
  to: string
  show: readonly ChangeKind[]
}

export async function gatherComparison(
  parts: SourceParts,
  wanted: ComparisonWanted,
  steps: Steps,
): Promise<ComparisonReport> {
  const show = new Set(wanted.show)
  const organizations: ComparisonReport['organizations'] = []
  const changes: ComparisonReport['changes'] = []
  for (const [at, ref] of wanted.organizations.entries()) {
    await steps('reading', at, wanted.organizations.length)
    const found = await parts.compare(ref, wanted.from, wanted.to)
    const { username, serverUrl } = parts.account(ref.accountId)
    const place = { organization: ref.organization, server: serverUrl, account: username }
    organizations.push({
      ...place,
      from: found.from?.at ?? null,
      review: found.from?.note ?? null,
      to: found.to.at,
      tokensBefore: found.from?.tokens ?? 0,
      tokensAfter: found.to.tokens,
    })
    for (const change of found.changes) {
      const words = changeInWords(change, show).map(withoutSecrets)
      if (words.length === 0) continue
      const kinds = kindsOf(change).filter((kind) => show.has(kind))
      changes.push({ ...place, id: change.tokenId, label: withoutSecrets(change.label), kinds, words })
    }
  }
  return {
    granary: 'comparison',
    version: 1,
    title: wanted.title,
    madeAt: new Date(parts.now()).toISOString(),
    madeWith: parts.madeWith,
    madeBy: peopleOf(organizations),
    filters: wanted.filters,
    organizations,
    counts: countKinds(changes),
    changes,
  }
}

const countKinds = (changes: ComparisonReport['changes']): ComparisonReport['counts'] =>
  Object.fromEntries(
    changeKinds.map((kind) => [kind, changes.filter(({ kinds }) => kinds.includes(kind)).length]),
  ) as ComparisonReport['counts']
