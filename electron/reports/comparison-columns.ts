// The columns of a CSV of changes.
import type { Column } from './csv.ts'
import type { ComparisonReport } from './form.ts'
import { madeByInWords } from './phrases.ts'

export function changeColumns(report: ComparisonReport): Column<ComparisonReport['changes'][number]>[] {
  const spans = new Map(
    report.organizations.map(({ server, account, organization, from, to }) => [
      JSON.stringify([server, account, organization]),
      { from, to },
    ]),
  )
  const spanOf = ({
    server,
    account,
    organization,
  }: {
    server: string
    account: string
    organization: string
  }) => spans.get(JSON.stringify([server, account, organization]))
  return [
    { name: 'Organization', value: ({ organization }) => organization },
    { name: 'Label', value: ({ label }) => label },
    { name: 'Kind', value: ({ kinds }) => kinds.join(', ') },
    { name: 'What changed', value: ({ words }) => words.join(' ') },
    { name: 'From', value: (change) => spanOf(change)?.from ?? null },
    { name: 'To', value: (change) => spanOf(change)?.to ?? null },
    { name: 'Token id', value: ({ id }) => id },
    { name: 'Server', value: ({ server }) => server },
    { name: 'Account', value: ({ account }) => account },
    { name: 'Report', value: () => report.title },
    { name: 'Report made', value: () => `${report.madeAt}, ${report.madeWith}, ${madeByInWords(report)}` },
    { name: 'Report filters', value: () => report.filters.join('; ') || 'none' },
  ]
}
